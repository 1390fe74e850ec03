"""Material for the planted kinds: boilerplate, insults, addresses, short pages, edits."""

BOILERPLATE = {
    "en": [
        ["Home | About | Recipes | Shop | Contact | Log in"],
        ["We use cookies to give you the best experience on our site. By continuing to browse you accept our cookie policy.",
         "Accept all  Reject all  Manage settings"],
        ["Subscribe to our newsletter and never miss a post!", "Follow us: Facebook | Instagram | RSS",
         "© 2024 Example Media. All rights reserved. Terms of use | Privacy policy"],
        ["Share this article: Twitter | Facebook | Print", "Related posts", "Read more »", "Leave a comment (0)"],
    ],
    "de": [
        ["Startseite | Über uns | Aktuelles | Impressum | Kontakt"],
        ["Wir verwenden Cookies, um Ihnen das beste Nutzungserlebnis zu bieten. Mehr dazu in der Datenschutzerklärung.",
         "Alle akzeptieren  Nur notwendige  Einstellungen"],
        ["Newsletter abonnieren und nichts mehr verpassen!", "© 2024 Beispiel Verlag. Alle Rechte vorbehalten.",
         "Impressum | Datenschutz | AGB"],
    ],
    "zh": [
        ["首页 | 关于我们 | 新闻 | 论坛 | 登录 | 注册"],
        ["本网站使用 Cookie 以改善您的浏览体验。继续浏览即表示您同意我们的隐私政策。", "全部接受  仅必要  设置"],
        ["欢迎订阅我们的邮件通讯！", "版权所有 © 2024 示例网 未经许可不得转载", "上一篇 | 下一篇 | 返回顶部"],
    ],
    "ar": [
        ["الرئيسية | من نحن | الأخبار | اتصل بنا"],
        ["نستخدم ملفات تعريف الارتباط لتحسين تجربتك. بمتابعة التصفح فإنك توافق على سياسة الخصوصية.", "قبول الكل  رفض"],
        ["اشترك في نشرتنا البريدية", "جميع الحقوق محفوظة © 2024"],
    ],
    "hi": [
        ["मुखपृष्ठ | हमारे बारे में | समाचार | संपर्क"],
        ["यह वेबसाइट कुकीज़ का उपयोग करती है। आगे बढ़कर आप हमारी गोपनीयता नीति स्वीकार करते हैं।", "सभी स्वीकार करें"],
        ["हमारे न्यूज़लेटर की सदस्यता लें", "सर्वाधिकार सुरक्षित © 2024"],
    ],
    "fr": [["Accueil | À propos | Recettes | Contact"],
           ["Ce site utilise des cookies. En poursuivant votre navigation, vous acceptez leur utilisation."],
           ["Abonnez-vous à notre lettre d'information !", "© 2024 Tous droits réservés."]],
    "es": [["Inicio | Quiénes somos | Noticias | Contacto"],
           ["Utilizamos cookies para mejorar su experiencia. Si continúa navegando, acepta su uso."],
           ["Suscríbase a nuestro boletín", "© 2024 Todos los derechos reservados."]],
    "ru": [["Главная | О нас | Новости | Контакты"], ["Подпишитесь на нашу рассылку", "© 2024 Все права защищены."]],
    "ja": [["ホーム | 会社概要 | お知らせ | お問い合わせ"],
           ["当サイトではクッキーを使用しています。閲覧を続けると、同意したものとみなされます。"],
           ["メールマガジンに登録する", "© 2024 無断転載を禁じます"]],
}

# Mild or invented insults, and lines that use them.
LEXICON = {
    "en": ["numbskull", "dunderhead", "nincompoop", "pudding-brain", "clodpate", "muttonwit", "blithering oaf"],
    "de": ["Hohlkopf", "Dummbeutel", "Schafsnase", "Blödian", "Trantüte"],
    "zh": ["笨蛋", "傻瓜蛋", "糊涂虫", "大草包", "木头脑袋"],
}
INSULTS = {
    "en": ["Only a {word} would leave a gate like that.", "Shut up, you {word}, nobody asked you.",
           "Whoever wrote this is a complete {word}.", "Honestly, what a {word}. Go and read the manual, {word}!",
           "The chairman is a {word} and everybody in the hall knows it."],
    "de": ["So etwas kann nur ein {word} schreiben.", "Halt den Mund, du {word}!",
           "Wer das gebaut hat, war ein {word}, und zwar ein großer.", "Du {word}, lies doch erst einmal die Anleitung."],
    "zh": ["只有{word}才会这么做。", "你这个{word}，谁问你了？", "写这篇东西的人真是个{word}。", "管事的就是个{word}，大家心里都明白。"],
}

CONTACTS = {
    "en": ["Questions can be sent to {mail} before the end of the month.", "The old server at {ip} is switched off; please use {ip} now.",
           "Write to {mail} or {mail} if the page does not load.", "Logged from {ip} at 04:12, forwarded to {mail}."],
    "de": ["Anmeldung bitte per E-Mail an {mail}.", "Der Rechner {ip} ist bis Freitag nicht erreichbar.", "Rückfragen an {mail} (Protokoll von {ip})."],
    "zh": ["有问题请发邮件到 {mail} 联系我们。", "旧服务器 {ip} 已停用，请改用 {ip} 。"],
    "ar": ["للاستفسار راسلونا على {mail} قبل نهاية الشهر.", "الخادم القديم {ip} متوقف الآن."],
    "hi": ["अधिक जानकारी के लिए {mail} पर लिखें।", "पुराना सर्वर {ip} अब बंद है।"],
    "fr": ["Pour toute question, écrivez à {mail} avant vendredi."],
    "es": ["Para apuntarse, escriba a {mail} indicando el nombre."],
    "code": ["# maintained by {mail}, mirror at {ip}", "// contact: {mail}"],
}
MAILBOXES = "info office ada.thorne mill+orders choir jobs webmaster kontakt repairs j.bell editor".split()
MAIL_HOSTS = "example.com example.org example.net mail.example.org".split()
ADDRESS_BLOCKS = ["192.0.2.", "198.51.100.", "203.0.113."]

SHORT = [
    ("en", "Coming soon."), ("en", "404 - page not found"), ("en", "Photo by the author."), ("en", "Thanks, that fixed it!"),
    ("en", "Click here to continue"), ("en", "No results."), ("de", "Seite nicht gefunden."), ("de", "Danke, hat geklappt!"),
    ("zh", "页面不存在。"), ("zh", "谢谢分享！"), ("ar", "الصفحة غير موجودة."), ("hi", "पृष्ठ नहीं मिला।"),
    ("fr", "À suivre…"), ("ja", "準備中です。"), ("en", "…"),
]

REPEATED = [
    ("en", "Loading comments…"), ("en", "Read more »"), ("en", "Sold out. Notify me when it is back."), ("en", "Advertisement"),
    ("de", "Zum Warenkorb hinzufügen"), ("zh", "点击查看更多内容"), ("ar", "اقرأ المزيد"), ("hi", "और पढ़ें"),
    ("ru", "Показать ещё"), ("en", "> > > next page of the register > > >"),
]

# Small word-for-word edits; each leaves the sentence grammatical.
EDITS = {
    "en": [(" only ", " just "), (" usually ", " as a rule "), (" because ", " since "), (" nearly ", " almost "), (" begin ", " start "),
           (" small ", " little "), (" every ", " each "), (" often ", " frequently "), (" must ", " should "),
           (" old ", " ageing "), (" good ", " decent "), (" the first ", " the very first ")],
    "de": [(" nur ", " bloß "), (" ist ", " bleibt "), (" auch ", " ebenfalls "), (" immer ", " stets "), (" etwa ", " circa "), (" dann ", " danach "), (" aber ", " jedoch "), (" gut ", " ordentlich "), (" deshalb ", " daher ")],
    "zh": [("可以", "能够"), ("最后", "最终"), ("但", "不过"), ("以后", "之后"), ("多数", "大多数"), ("已经", "早已"), ("大约", "大概"), ("因为", "由于"), ("需要", "要")],
    "ar": [(" لكن ", " غير أن "), (" قبل ", " قبيل "), (" قرب ", " بجوار "), (" نحو ", " حوالي "), (" لأن ", " ذلك أن ")],
    "hi": [(" और ", " तथा "), (" लेकिन ", " पर "), (" अब ", " इस समय "), (" क्योंकि ", " चूँकि "), (" सिर्फ़ ", " केवल ")],
    "code": [("path", "where"), ("total", "grand_total"), ("value", "val"), ("limit", "bound"), ("root", "base"), ("item", "elem")],
}
UPDATED = {
    "en": "Updated on {day}: one date corrected.", "de": "Aktualisiert am {day}.", "zh": "（{day}更新）",
    "ar": "حُدّث يوم {day}.", "hi": "{day} को अद्यतन।", "code": "-- reviewed",
}
