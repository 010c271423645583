extension LanguageSample {
  /// The story in English.
  public static let english = LanguageSample(
    "English",
    """
    Monday at the support desk

    It is eight o'clock on Monday morning, and Mira opens the mailbox of ShopFlow. Over the weekend forty-two \
    customers have written. Most of them ask where their parcel is. Some want their money back, and one man only \
    wants to say thank you.

    The first letter is from Anna. She ordered a blue mug for her mother, and it arrived in three pieces. "The box \
    was wet," she writes, "and the mug was lying beside it." She has sent two photographs. Mira looks at them for a \
    moment. The policy is simple: whoever shows the damage and writes within thirty days may send the article back. \
    Anna has waited only four days. Mira answers that she is sorry, and that a new mug is on its way.

    The second letter is harder. A customer has bought a tent, and he says that it lets the rain in. He bought it \
    last year. Mira reads the sentence twice. Perhaps the tent is really bad, but the thirty days are long over. She \
    may not decide such a case alone, so she passes the letter on to a colleague and tells the customer that a \
    person will read it today.

    Then the telephone rings. A woman cannot log in. She has forgotten her password, and the message with the link \
    never comes. "Have you looked among the unwanted mail?" asks Mira. There is a silence, then a laugh. The link \
    was there all the time.

    At noon the courier comes and brings back eleven parcels that nobody wanted to accept. Mira writes down every \
    number. She knows that a number with one wrong digit is worse than no number at all, because somebody else will \
    then wait for a parcel that never comes.

    In the evening the mailbox is empty. Two new letters arrive while she is putting on her coat. She smiles and \
    leaves them for tomorrow. The desk has learned something today: people rarely write because of the money. They \
    write because they want somebody to read what they say.
    """)
}
