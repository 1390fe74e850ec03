"""French, Spanish, Russian and Japanese banks (notation: bank.py)."""

FRENCH = """
== pain : web notes
[title]
Un pain {de campagne|complet} pour {la semaine|les jours froids}
Notes sur le levain, {MONTH}
[open]
Depuis {trois|cinq} ans, je fais notre pain {le samedi|chaque semaine}, et la cuisine sent {le blé grillé|la farine} jusqu'au lundi.
Il ne faut que quatre choses : de la farine, de l'eau, du sel et {du temps|de la patience}.
[body]
Pesez la farine {plutôt que de la mesurer|au lieu d'utiliser un verre}. L'écart peut dépasser {trente|quarante} grammes, et la pâte devient {dure|trop sèche}.
Laissez reposer la farine et l'eau {une demi-heure|quarante minutes} avant d'ajouter le sel. La pâte {se détend|devient souple} presque toute seule.
En été, la pâte lève en {trois|quatre} heures ; en hiver, comptez-en {sept|huit}. Regardez la pâte, {pas la pendule|jamais l'horloge}.
Une cocotte en fonte {garde|retient} la vapeur. À défaut, posez {un bol d'eau bouillante|une plaque d'eau chaude} en bas du four.
La croûte {chante|craque} en refroidissant. Attendez {une heure|au moins quarante minutes} avant de couper, même si {c'est difficile|les enfants réclament}.
Je prends ma farine au moulin de {TOWN}, où la meule {tourne lentement|est retaillée chaque hiver}. Elle sent {la noisette|le foin}.
Le pain rassis n'est pas perdu : {on en fait de la soupe|il finit en pain perdu} le dimanche soir.
Ma première fournée était {plate|pâle} parce que le four n'était pas {assez chaud|préchauffé}. La deuxième {a réussi|était très bonne}.
[close]
Le mois prochain : {le seigle|la brioche}.
Si vous essayez, {écrivez-moi|dites-moi comment il était}.

== commune : news
[title]
{TOWN} : le conseil vote {WORK}
Conseil municipal : {l'essentiel|ce qu'il faut retenir}
[open]
Le conseil municipal de {TOWN}, réuni {day} soir, a adopté {à l'unanimité|par {9-14} voix contre {2-6}} {WORK}.
Une {quarantaine|soixantaine} d'habitants ont assisté à la séance, {plus longue que prévu|qui a duré trois heures}.
[body]
Les travaux coûteront environ {120-890} 000 euros, dont {la moitié|un tiers} à la charge {du département|de la région}.
{PERSON}, qui préside la commission, a parlé d'une {étape nécessaire|décision raisonnable}. L'opposition demande {plus d'arbres|un vrai calendrier}.
Pendant le chantier, la circulation sera déviée par {la rue du Moulin|les quais}. Les commerces {resteront ouverts|seront indemnisés}.
L'éclairage sera {abaissé|éteint} après {minuit|vingt-trois heures} dans les rues {secondaires|du centre}, ce qui devrait économiser {un tiers|près de la moitié} de l'énergie.
La bibliothèque fermera {deux|trois} semaines en {month} pour {l'inventaire|changer les fenêtres}.
Un riverain s'est plaint {du bruit|des odeurs} près de {la salle des fêtes|l'école}. Une {mesure|visite} est prévue {lundi|avant l'été}.
La subvention à {la fanfare|la chorale} a été {reconduite|augmentée}, {sans débat|après un long débat}.
[close]
Prochaine séance {day}, à {dix-neuf|vingt} heures.
Le compte rendu est affiché {en mairie|devant l'école}.
"""

SPANISH = """
== huerto : web notes
[title]
El huerto en {MONTH}
{Tomates|Pimientos} en {la azotea|un patio pequeño}
[open]
En {TOWN} no ha llovido desde hace {nueve|veinte} días y {la tierra está dura|los bidones están vacíos}.
Nuestro huerto es {pequeño|estrecho}, pero da para {cuatro familias|ensaladas todo el verano}.
[body]
Conviene regar {temprano|al anochecer}, siempre al pie de la planta. Si se mojan las hojas, {aparecen hongos|se queman con el sol}.
Para el compost mezclamos {hojas secas|cartón} con restos de cocina, {a partes iguales|mitad y mitad}. Si huele mal, {le falta aire|hay que removerlo}.
Los caracoles se comieron {las lechugas|los calabacines} en {una noche|dos días}. Ahora {los recogemos con linterna|los semilleros duermen en la mesa}.
Las habas {dejan|fijan} nitrógeno en el suelo; detrás de ellas plantamos {coles|puerros}, que {lo agradecen|crecen más fuertes}.
{PERSON} nos enseñó a guardar semillas en {sobres|tarros} con la fecha. Después de {cuatro|cinco} años {brotan pocas|solo sirve la mitad}.
La poda del {manzano|peral} se hace en {enero|pleno invierno}, quitando primero {lo seco|las ramas que se cruzan}.
Una capa de paja {conserva|guarda} la humedad y {ahorra|evita} {medio riego|muchas malas hierbas}.
El año pasado plantamos {demasiado juntas|tarde} las tomateras y {se llenaron de plaga|apenas maduraron}. De los errores {se aprende|también se come}.
[close]
Lo que sobra se {regala|deja en la puerta}.
La semana que viene toca {sembrar espinacas|arreglar la valla}.

== pueblo : news
[title]
{TOWN} {recupera|reabre} {WORK}
{TOWN}: {lo que aprobó el pleno|noticias del pueblo}
[open]
Después de {dos|tres} años de obras, {TOWN} {recupera|vuelve a abrir} {WORK}.
El pleno celebrado el {day} aprobó {el arreglo del puente|la compra del molino viejo} con {7-11} votos a favor.
[body]
La obra ha costado {120-890} mil euros y ha durado {seis meses|más de lo previsto} por {un retraso en las piezas|los restos hallados en el sótano}.
Según {PERSON}, responsable del proyecto, lo más {difícil|lento} fue {conservar las vigas|mover la instalación eléctrica}.
Los vecinos pidieron {más sombra|bancos con respaldo} y {menos coches|una fuente}. El ayuntamiento {tomó nota|promete estudiarlo}.
El molino, parado desde {1954-1978}, volverá a moler {los sábados|para las escuelas}. La piedra {se ha picado a mano|pesa más de una tonelada}.
El autobús cambiará de recorrido {en {month}|durante las obras} y parará {junto a la escuela|en la plaza}.
La asociación de {músicos|jubilados} {ofreció|organizó} {un concierto|una merienda} y {se llenó la plaza|faltaron sillas}.
Las farolas nuevas {alumbran hacia abajo|gastan la mitad}; los aficionados a las estrellas {están contentos|lo celebran}.
[close]
El horario será de {nueve|diez} a {dos|ocho}.
La próxima sesión se celebrará en {month}.
"""

RUSSIAN = """
== прогулка : web notes
[title]
{Прогулка|Поход} вдоль реки у {города|посёлка} {TOWN}
{Старая мельница|Тихий берег}: {двенадцать|девять} километров пешком
[open]
Мы вышли в {восемь|девять} утра, когда над водой ещё {стоял туман|лежал туман}.
Тропа начинается {за станцией|у старого моста} и хорошо {видна|отмечена}.
[body]
После {второго|деревянного} моста берег становится {выше|круче}, и шум дороги {пропадает|остаётся позади}.
На отмели стояла {серая цапля|белая цапля}. Она {долго не двигалась|не обратила на нас внимания}, а потом {медленно улетела|поймала рыбу}.
Крыша мельницы {обвалилась|давно провалилась}, но жёрнов лежит у порога. По бороздам видно, что его {много раз насекали|точили вручную}.
Мельник, говорят, узнавал помол {на ощупь|по звуку}: растирал муку между {пальцами|большим и указательным пальцами}.
Обедали на {поваленном дереве|каменных ступенях}. Чай в термосе был ещё {горячий|тёплый}, а {хлеб|пирог} {кончился быстро|съели сразу}.
Рыбак рассказал, что в {1947-1998} году вода {поднялась до окон|дошла до церкви}. Метка {осталась|до сих пор видна} на стене.
После дождя тропа {скользкая|раскисает}, поэтому нужны {сапоги|крепкие ботинки} и {запас времени|палка}.
Последние {два|три} километра идут по {насыпи|лугу}, и видно {весь город|колокольню}.
[close]
Вернулись {затемно|к ужину}, усталые и довольные.
Лучше всего идти в {сентябре|мае}, когда {мало людей|цветёт черёмуха}.

== хлеб : web forum
[title]
{Ржаной хлеб|Хлеб на закваске} дома
Почему тесто {не поднимается|расплывается}
[open]
Пеку хлеб {каждую субботу|уже третий год}, и почти все ошибки {одинаковые|мне знакомы}.
Для хлеба нужны мука, вода, соль и {время|терпение}.
[body]
Муку лучше {взвешивать|отмерять на весах}. В стакане разница бывает до {тридцати|сорока} граммов, и тесто выходит {крутым|слишком плотным}.
Сначала смешайте муку с водой и подождите {полчаса|сорок минут}, а соль добавьте {потом|в конце}.
Летом тесто подходит за {три|четыре} часа, зимой {за семь|за восемь}. Смотрите на тесто, {а не на часы|часы подождут}.
На дно духовки поставьте {миску с кипятком|противень с водой}: пар сделает корку {тонкой и хрустящей|румяной}.
Не режьте хлеб горячим. Пусть полежит {час|хотя бы час} на решётке, иначе мякиш {слипнется|будет влажным}.
Ржаная мука {берёт|любит} больше воды, поэтому тесто {липкое|мягкое}, и это {нормально|правильно}.
Закваску кормлю {вечером|раз в день}. Если она {вялая|не растёт}, переставляю {ближе к плите|в тёплое место}.
Из чёрствого хлеба получаются {сухари|отличные сухари} и {квас|суп}, так что ничего {не пропадает|не выбрасываем}.
[close]
Всем удачной выпечки.
В следующий раз расскажу про {солод|пшеничный хлеб}.
"""

JAPANESE = """
== パン : web notes
[title]
家で焼く{全粒粉|ライ麦}パン
{天然酵母|パン作り}の{記録|覚え書き}
[open]
{MONTH}から毎週{土曜日|日曜日}にパンを焼いています。台所は{粉だらけ|いつも小麦の匂い}です。
パンに必要なのは、粉と水と塩、そして{時間|待つこと}だけです。
[body]
粉は必ず{はかり|重さ}で量ります。カップだと{三十|四十}グラムも違うことがあり、生地が{固く|重く}なってしまいます。
まず粉と水だけを混ぜて{三十|四十}分休ませ、それから塩を加えます。これだけで{こねる手間が減ります|生地がよく伸びます}。
夏は{三|四}時間ほどで膨らみますが、冬は{七|八}時間かかることもあります。時計ではなく{生地|生地の様子}を見てください。
鋳物の鍋で焼くと、蒸気がこもって皮が{薄く|ぱりっと}仕上がります。鍋がなければ、{天板に熱湯を張って|下段に水を置いて}ください。
焼き上がったパンは{小さな音|ぱちぱちという音}を立てます。切るのは{一時間|四十分}待ってからにしましょう。
粉は{TOWN}の{水車小屋|小さな製粉所}で買います。石臼が{ゆっくり|静かに}回るので、香りが{よく残る|甘い}のだそうです。
最初の失敗は{温度が低かった|種が弱かった}ことが原因でした。それでも{スープに浸せば|薄く切って焼けば}おいしく食べられました。
固くなったパンは{パン粉|フレンチトースト}にします。{捨てるところはありません|子どもたちの好物です}。
[close]
来月は{くるみ|レーズン}入りに挑戦します。
うまく焼けた方は、ぜひ{教えてください|ご連絡ください}。

== 町 : news web
[title]
{TOWN} {町内の話題|町のお知らせ}
{図書館と橋|水車と街灯}の{話題|こと}、{TOWN}から
[open]
{TOWN}の{図書館|市場}が、{二|三}年ぶりに{再開|開館}しました。
{day}の夜、町の集会所で{遊歩道|橋}の改修について話し合いが行われ、{四十|六十}人が集まりました。
[body]
工事費は約{1200-8900}万円で、{半分|三分の一}を県が負担します。残りは{二年|三年}に分けて支払われます。
{PERSON}さんは、{古い桜の木|石の欄干}を残してほしいと{発言しました|訴えました}。多くの人が{うなずき|賛成し}、設計は{見直される|変更される}ことになりました。
街灯は{夜十時|十一時}以降、明るさを落とします。電気代は{三割|四割}ほど{減る|安くなる}見込みです。
閲覧室は{八時|七時}まで開いています。{月|水}曜日には、{ボランティア|高校生}が絵本の読み聞かせをします。
水車は{昭和三十年代|六十年前}に止まりましたが、来年から{週末だけ|見学用に}動かす計画です。
バスは{工事のあいだ|来月から}、{学校の前|駅の北口}に停まります。本数は{変わりません|一日二本増えます}。
{合唱団|吹奏楽部}の演奏には{大勢の人|二百人}が集まり、{椅子が足りなくなりました|拍手が続きました}。
[close]
次の会議は{1-12}月{1-28}日です。
詳しくは{町の掲示板|窓口}をご覧ください。
"""
