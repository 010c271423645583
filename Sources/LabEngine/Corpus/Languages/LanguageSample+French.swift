extension LanguageSample {
  /// The story in French.
  public static let french = LanguageSample(
    "French",
    """
    Lundi au service client

    Il est huit heures, lundi matin, et Mira ouvre la boîte aux lettres de ShopFlow. Pendant le week-end, \
    quarante-deux clients ont écrit. La plupart demandent où se trouve leur colis. Quelques-uns veulent être \
    remboursés, et un monsieur veut seulement dire merci.

    La première lettre vient d'Anna. Elle avait commandé une tasse bleue pour sa mère, et la tasse est arrivée en \
    trois morceaux. « Le carton était mouillé, écrit-elle, et la tasse se trouvait à côté. » Elle a joint deux \
    photos. Mira les regarde un instant. La règle est simple : celui qui montre le dégât et qui écrit dans les \
    trente jours peut renvoyer l'article. Anna n'a attendu que quatre jours. Mira répond qu'elle est désolée et \
    qu'une nouvelle tasse est déjà en route.

    La deuxième lettre est plus difficile. Un client a acheté une tente, et il dit qu'elle laisse passer la pluie. \
    Il l'a achetée l'année dernière. Mira lit la phrase deux fois. La tente est peut-être vraiment mauvaise, mais \
    les trente jours sont passés depuis longtemps. Elle n'a pas le droit de décider seule d'un tel cas. Elle \
    transmet donc la lettre à un collègue et annonce au client que quelqu'un la lira aujourd'hui.

    Puis le téléphone sonne. Une dame n'arrive pas à se connecter. Elle a oublié son mot de passe, et le message \
    avec le lien n'arrive jamais. « Avez-vous regardé parmi les courriers indésirables ? » demande Mira. Un \
    silence, puis un rire. Le lien était là depuis le début.

    À midi, le livreur passe et rapporte onze colis que personne n'a voulu accepter. Mira note chaque numéro. Elle \
    sait qu'un numéro avec un seul chiffre faux est pire que pas de numéro du tout, car quelqu'un d'autre attendra \
    alors un colis qui ne viendra jamais.

    Le soir, la boîte est vide. Deux nouvelles lettres arrivent pendant qu'elle met son manteau. Elle sourit et \
    les laisse pour demain. Le service a appris quelque chose aujourd'hui : les gens écrivent rarement à cause de \
    l'argent. Ils écrivent parce qu'ils veulent que quelqu'un lise ce qu'ils disent.
    """)
}
