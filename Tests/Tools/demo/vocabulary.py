"""Word lists behind the `{name}` slots of the banks, by language."""

PROJECTS = "Sieve Tern Ledgerly Corncrake Halyard Mortise Plumbline Fennel Skep Wherry".split()

WORDS = {
    "en": {
        "person": "Ada Thorne|Bashir Amin|Carol Whitby|Deepa Nair|Edwin Marsh|Farah Osman|Gwen Pryce|Hugh Castell|"
                  "Ines Duarte|Jonas Bell|Kit Lowry|Lena Strand|Moira Finch|Nadia Petrov|Owen Hale|Priya Menon|"
                  "Ruth Ackland|Samuel Oyelaran|Tess Holloway|Winifred Cole",
        "town": "Ashwater|Brackley Ford|Carrow|Dunmere|Eastley|Fallowfield|Greystone|Hathersby|Inverleck|Kingsmoor|"
                "Larkham|Millbeck|Northwick|Oldcastle|Penfold|Quarrington|Rushford|Saltby|Thornhope|Wexcombe",
        "river": "Arrow|Brenn|Coly|Derrin|Esk|Lathe|Marl|Tarn|Wend|Yare",
        "site": "the market square|the footbridge|the old depot|the towpath|the corn exchange",
        "street": "Mill Lane|Station Road|Chapel Street|Bridge Street|Orchard Row|Tanner's Yard|Quay Street|Hill Rise",
        "day": "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday",
        "month": "January|February|March|April|May|June|July|August|September|October|November|December",
    },
    "de": {
        "person": "Anna Brandt|Jürgen Möller|Käthe Vogel|Mehmet Aydin|Sabine Krüger|Björn Hartwig|Luise Förster|"
                  "Ralf Großmann|Theresa Bühler|Yusuf Demir",
        "town": "Altbruck|Grünwinkel|Haselbach|Kirchmühl|Lindenau an der Ache|Moosdorf|Oberrieden|Sankt Veitl|"
                "Steinfurt am Berg|Weidenheim",
        "work": "die Brücke|den Radweg|das Freibad|den Schulhof",
        "day": "Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag",
        "month": "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember",
    },
    "zh": {
        "person": "陈师傅|李阿姨|王老师|周明|林小雨|赵建国|孙奶奶|何静|吴海|郑大伯",
        "town": "青石镇|柳河|白鹭洲|南桥|枫林村|云口|石磨坊|临湖|东渡|望山",
        "river": "清溪|柳河|沙河|白水|小青江",
        "day": "周一|周二|周三|周四|周五|周六|周日",
        "month": "一月|二月|三月|四月|五月|六月|七月|八月|九月|十月|十一月|十二月",
    },
    "ar": {
        "person": "سلمى حداد|يوسف العطار|مريم النجار|خالد بن عمر|ليلى منصور|حسن الخياط|نور الدين فارس|هدى صالح",
        "town": "وادي الزيتون|عين الصفا|برج النخيل|تل الرمان|دير الورد|ساقية التين|رأس الجبل|باب النهر",
        "work": "إصلاح الجسر القديم|ترميم السوق المغطى|إنارة الشوارع|توسيع الحديقة العامة",
        "day": "الأحد|الاثنين|الثلاثاء|الأربعاء|الخميس|السبت",
        "month": "يناير|فبراير|مارس|أبريل|مايو|يونيو|سبتمبر|أكتوبر|نوفمبر",
    },
    "hi": {
        "person": "सरिता देवी|मोहन लाल|कमला जोशी|रमेश यादव|फ़रीदा ख़ान|गीता रावत|हरीश मेहता|सुनीता वर्मा",
        "town": "नीमखेड़ा|रामपुरा|सोनघाट|बड़गाँव|चंदनपुर|आमवाड़ी|पीपलिया|कोसीपार",
        "work": "पुल की मरम्मत|नई पाइपलाइन|सड़क चौड़ी करने|बाज़ार की सफ़ाई",
        "day": "सोमवार|मंगलवार|बुधवार|गुरुवार|शुक्रवार|शनिवार|रविवार",
        "month": "जनवरी|फ़रवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर|अक्टूबर|नवंबर|दिसंबर",
    },
    "fr": {
        "person": "Hélène Garnier|Étienne Moreau|Zoé Lefèvre|Karim Benali|Thérèse Aubry",
        "town": "Saint-Aubret|Montfleury|La Rivoire|Châtel-Noir|Pont-l'Ancien",
        "work": "la réfection du pont|l'achat de l'ancienne gare|le nouveau marché|la piste cyclable",
        "day": "lundi|mardi|mercredi|jeudi|vendredi",
        "month": "janvier|février|mars|avril|mai|juin|septembre|octobre|novembre",
    },
    "es": {
        "person": "Lucía Ibáñez|Ramón Peña|Inés Calderón|Tomás Güell|Begoña Núñez",
        "town": "Villarriba|Peñamolino|Fuentelviento|Cañada Real|Alcorzán",
        "work": "la biblioteca municipal|el mercado cubierto|el teatro viejo",
        "day": "lunes|martes|miércoles|jueves|viernes",
        "month": "enero|febrero|marzo|abril|mayo|junio|septiembre|octubre|noviembre",
    },
    "ru": {"town": "Заречье|Мельниково|Старый Бор|Берёзовка|Каменка"},
    "ja": {
        "person": "田中|佐々木|小林|山口|森|石井",
        "town": "水川町|石臼村|青葉谷|川口沢|松ヶ原",
        "day": "月曜日|火曜日|水曜日|木曜日|金曜日|土曜日",
        "month": "一月|三月|四月|五月|七月|九月|十月|十一月",
    },
}

CODE = {
    "noun": "order|ticket|reading|parcel|invoice|lesson|booking|sample|label_sheet|vehicle|sensor|payment|recipe|volume",
    "field": "weight|price|total|length|depth|score|amount|width|height|level|duration",
    "label": "name|title|code|status|region|kind|owner|colour",
    "class": "Record|Entry|Row|Batch|Item|Line",
    "dir": "archive|inbox|exports|spool|reports|staging",
    "place": "harbour|mill|depot|library|garden|workshop",
}


def words(lang):
    """The vocabulary of a language: slot name to list of words."""
    table = {name: text.split("|") for name, text in WORDS.get(lang, {}).items()}
    table["project"] = PROJECTS
    table["version"] = [f"{major}.{minor}" for major in range(1, 8) for minor in range(20)]
    if lang == "code":
        table.update({name: text.split("|") for name, text in CODE.items()})
    return table
