// Each list runs from the most common phrase to the rarest. Words overlap between routes on purpose: "order",
// "card", "back" and "arrive" belong to nobody.

extension ShopFlow {
  /// Slots that both wordings draw from.
  static let commonPhrases: [String: [String]] = [
    "number": ["A{digit}{digit}{digit}{digit}{digit}"],
    "digit": ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"],
    "parcel": ["package", "order", "parcel", "delivery", "box", "shipment"],
    "carrier": ["courier", "carrier", "driver", "post office", "delivery company"],
    "item": [
      "mug", "jacket", "lamp", "headphones", "kettle", "shoes", "backpack", "blender", "keyboard", "novel",
      "chair", "watch", "toaster", "camera", "blanket", "teapot", "desk", "scarf", "vase", "helmet",
      "curtains", "guitar", "tent", "drill", "puzzle", "mirror", "sofa", "ladder", "globe", "umbrella",
    ],
    "broken": ["damaged", "broken", "cracked", "scratched", "faulty", "torn", "leaking", "chipped", "bent"],
    "since": [
      "since Monday", "for three days", "for a week", "since yesterday", "for two weeks", "since last Friday",
      "for ten days", "since the weekend",
    ],
    "device": ["phone", "laptop", "tablet", "new phone", "work computer"],
  ]

  /// The wordings of the tickets that were labelled.
  static let familiarPhrases: [String: [String]] = [
    "shipping": ["{hello}{shippingCore}{aside}{bye}"],
    "refund": ["{hello}{refundCore}{aside}{bye}"],
    "account": ["{hello}{accountCore}{aside}{bye}"],
    "manual_review": ["{hello}{reviewCore}{bye}"],
    "hello": ["", "Hi, ", "Hello, ", "Good morning, ", "Dear team, ", "Hey, "],
    "bye": [
      "", ", please help", ", thanks", ". What can I do?", ". Please look into it", ". Thank you in advance",
    ],
    "aside": [
      "", " (order {number})", ", order {number}", ". This is my second message",
      ". I already checked the tracking page", ". I can log in just fine", ". I do not want a refund",
      ". I paid by card", ". The rest of the order is fine",
    ],
    "shippingCore": [
      "where is my {parcel}", "tracking for my {parcel} has not changed {since}", "my {parcel} is late",
      "tracking says delivered but I have nothing", "my {item} has not arrived {since}",
      "the {parcel} is stuck at the depot {since}", "the {carrier} left my {parcel} at the wrong address",
      "the {carrier} says delivered but nothing arrived", "when will you ship my {item}",
      "no scan on the {parcel} {since}", "can I change the delivery address for my {parcel}",
      "the {carrier} lost my {parcel}", "half of my {parcel} is missing",
      "nobody was home and the {carrier} took the {parcel} away", "my {parcel} is held at customs {since}",
      "the {carrier} did not ring and drove off with my {parcel}", "a neighbour was handed my {parcel}",
      "can the {parcel} wait at a pickup point", "the estimated date for my {item} moved again",
      "the {parcel} went to my old street", "I am waiting for the {item} {since}",
      "your dispatch mail came but the {parcel} never moved", "is my {item} on its way yet",
      "the {item} shipped without the {item2}",
    ],
    "item2": ["cable", "lid", "manual", "screws", "cover"],
    "refundCore": [
      "I want a refund for my {item}", "please refund order {number}", "my {item} arrived {broken}",
      "money back for the {broken} {item}", "how do I return the {item}",
      "you charged me twice for the {item}",
      "the {item} does not fit and I want to send it back", "my refund has not reached my card {since}",
      "I got the wrong colour, can I exchange the {item}", "please cancel my order for the {item}",
      "the {item} stopped working after a week", "I sent the {item} back and still see no credit",
      "can I get a replacement for the {broken} {item}", "the return label for the {item} does not print",
      "the {item} costs less now, give me the difference", "the {item} is {broken} and useless to me",
      "the charge on my card is higher than the price of the {item}", "this is not the {item} I paid for",
      "please reverse my payment for the {item}", "the {item} looks nothing like the picture, take it back",
      "I was billed for a {item} I never bought", "swap the {item} for a bigger size",
      "the {broken} {item} goes back to you today", "I returned the {item} and was not reimbursed",
    ],
    "accountCore": [
      "I forgot my password", "the password reset link does not arrive", "I can't log in",
      "my account is locked {since}", "I want to change the email address on my account",
      "the verification code never comes", "please delete my account", "someone else used my account",
      "sign in on my {device} is refused", "the second factor code is wrong on my {device}",
      "update the phone number in my profile", "the app logs me out on my {device} every hour",
      "how do I add a second user to my profile", "my saved card is gone from my profile",
      "the login page says unknown user", "my username is spelled wrong",
      "I lost the {device} that gets my sign in code", "access to my account fails {since}",
      "stop sending your newsletter to this email", "erase the data you hold about me",
      "the reset mail goes to an old email address", "two accounts have my name, please merge them",
    ],
    "reviewCore": [
      "do you give a discount to schools", "I want to complain about a member of your staff",
      "is the {item} safe for children", "my lawyer will write to you about the {item}",
      "I would like to sell my products in your shop", "where is your nearest shop",
      "do you have any jobs", "please send an invoice with our tax number for order {number}",
      "is the {item} made of recycled material", "my voucher code is refused at checkout",
      "a journalist would like to talk about the {item}", "which size of {item} should I choose",
      "are you open on Sundays", "can our company buy fifty of the {item}",
      "your chat assistant was rude", "the {item} burned my hand and I went to a doctor",
    ],
  ]
}
