/// Phrases of our own by which lines are told that belong to a site and not to its text.
///
/// English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Russian, Chinese, Japanese and Korean.
enum BoilerplatePhrases {
  /// A line with one of them asks for consent to cookies.
  static let cookies = """
    accept cookies
    accept all cookies
    cookie policy
    cookie settings
    cookie preferences
    cookie notice
    cookie consent
    manage cookies
    reject all cookies
    use of cookies
    uses cookies
    use cookies
    using cookies
    cookies to ensure
    cookies to improve
    cookies are used
    cookie-richtlinie
    cookie-einstellungen
    cookies akzeptieren
    alle cookies
    verwendet cookies
    verwenden cookies
    nutzt cookies
    nutzen cookies
    verwendung von cookies
    einsatz von cookies
    cookies zu
    utilise des cookies
    utilisons des cookies
    utilisation de cookies
    utilisation des cookies
    accepter les cookies
    politique de cookies
    utiliza cookies
    utilizamos cookies
    usamos cookies
    uso de cookies
    aceptar cookies
    aceptar las cookies
    política de cookies
    utilizza cookie
    utilizziamo i cookie
    utilizzo dei cookie
    accetta i cookie
    informativa sui cookie
    uso de cookies
    aceitar cookies
    maakt gebruik van cookies
    gebruikt cookies
    cookies accepteren
    używa plików cookie
    wykorzystuje pliki cookie
    używamy plików cookie
    plików cookies
    использует файлы cookie
    использует cookie
    используем файлы cookie
    файлы cookie
    使用cookie
    使用 cookie
    cookieを使用
    クッキーを使用
    쿠키를 사용
    """

  /// A line with one of them states rights, terms or how data is treated.
  static let legal = """
    all rights reserved
    privacy policy
    terms of use
    terms of service
    terms and conditions
    alle rechte vorbehalten
    datenschutzerklärung
    allgemeine geschäftsbedingungen
    tous droits réservés
    politique de confidentialité
    mentions légales
    conditions générales d'utilisation
    todos los derechos reservados
    política de privacidad
    aviso legal
    tutti i diritti riservati
    informativa sulla privacy
    todos os direitos reservados
    política de privacidade
    alle rechten voorbehouden
    privacybeleid
    wszelkie prawa zastrzeżone
    polityka prywatności
    все права защищены
    политика конфиденциальности
    版权所有
    保留所有权利
    隐私政策
    無断転載を禁
    プライバシーポリシー
    개인정보처리방침
    """

  /// A line that is one of them, without the signs around it, leads somewhere else.
  static let navigation = """
    home
    skip to content
    skip to main content
    skip to navigation
    jump to navigation
    main menu
    menu
    back to top
    scroll to top
    read more
    show more
    load more
    see more
    learn more
    continue reading
    view all
    see all
    log in
    login
    sign in
    sign up
    sign out
    register
    subscribe
    subscribe now
    newsletter
    share
    share this
    share on facebook
    share on twitter
    share on linkedin
    share on whatsapp
    tweet
    pin it
    print
    print this page
    next
    next page
    next post
    next article
    previous
    previous page
    previous post
    previous article
    search
    search for
    advertisement
    leave a comment
    leave a reply
    post a comment
    reply
    add to cart
    related posts
    related articles
    recent posts
    categories
    follow us
    follow us on facebook
    contact us
    about us
    sitemap
    startseite
    zum inhalt springen
    zum inhalt
    nach oben
    weiterlesen
    mehr lesen
    mehr erfahren
    mehr anzeigen
    anmelden
    registrieren
    abmelden
    teilen
    drucken
    suche
    anzeige
    zurück
    weiter
    impressum
    kontakt
    kommentar schreiben
    in den warenkorb
    accueil
    aller au contenu
    haut de page
    lire la suite
    en savoir plus
    voir plus
    connexion
    se connecter
    s'inscrire
    partager
    imprimer
    rechercher
    suivant
    précédent
    plan du site
    laisser un commentaire
    ajouter au panier
    inicio
    saltar al contenido
    ir al contenido
    volver arriba
    leer más
    ver más
    iniciar sesión
    registrarse
    compartir
    imprimir
    buscar
    siguiente
    anterior
    publicidad
    deja un comentario
    vai al contenuto
    torna su
    leggi tutto
    leggi di più
    accedi
    registrati
    condividi
    stampa
    cerca
    successivo
    precedente
    pubblicità
    início
    leia mais
    saiba mais
    entrar
    compartilhar
    próximo
    lees meer
    lees verder
    inloggen
    delen
    zoeken
    volgende
    vorige
    czytaj więcej
    zaloguj się
    udostępnij
    szukaj
    następny
    poprzedni
    читать далее
    читать дальше
    подробнее
    войти
    регистрация
    поделиться
    поиск
    наверх
    главная
    首页
    返回顶部
    阅读更多
    查看更多
    登录
    注册
    分享
    上一篇
    下一篇
    搜索
    ホーム
    続きを読む
    ログイン
    トップへ戻る
    シェア
    検索
    홈
    더 보기
    로그인
    공유하기
    """

  /// Signs that stand between the items of a menu.
  static let separators = "|»›·•❯→‹«"
}
