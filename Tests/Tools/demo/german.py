"""German bank (notation: bank.py)."""

BANK = """
== brot : web notes
[title]
{Roggenbrot|Ein einfaches Mischbrot} für {den Alltag|kalte Tage}
Warum mein Sauerteig {nicht aufging|plötzlich gelang}
Backtag in {TOWN}
[open]
Seit {drei|fünf|zwölf} Jahren backe ich unser Brot selbst, meistens {am Samstag|am Freitagabend}, wenn {das Haus ruhig ist|niemand in der Küche steht}.
Für ein gutes Brot braucht man Mehl, Wasser, Salz und vor allem {Geduld|Zeit}.
{PERSON} aus {TOWN} hat mir ein Glas Sauerteig geschenkt, und damit {fing alles an|war der Sonntag verplant}.
[body]
Der Teig ruht {acht|zehn|zwölf} Stunden im {Keller|Kühlschrank}. In dieser Zeit entwickelt er {Geschmack|Säure}, und man {muss nichts tun|kann schlafen}.
Roggenmehl bindet {viel|mehr} Wasser, deshalb darf der Teig ruhig {kleben|weich sein}. Wer zu viel Mehl nachgibt, bekommt ein {trockenes|schweres} Brot.
Ich wiege {alles|jede Zutat}, auch das Wasser. Auf {hundert|500} Gramm Mehl kommen {etwa|ungefähr} {zwei Prozent|zehn Gramm} Salz.
Zum Anbacken stelle ich den Ofen auf {240|250} Grad und gieße {eine Tasse Wasser|etwas Wasser} auf das untere Blech. Nach {zehn|fünfzehn} Minuten lasse ich den Dampf {heraus|ab}.
Ob das Brot fertig ist, hört man: Klopft man auf den Boden, klingt es {hohl|dumpf und hohl}. {Sonst|Wenn nicht}, bekommt es noch {fünf|zehn} Minuten.
Altes Brot wird bei uns {eingeweicht und mitgebacken|zu Knödeln verarbeitet}. Das gibt eine {kräftige|dunkle} Krume und {spart Geld|schmeckt besser, als man denkt}.
Meine Großmutter {legte|stellte} den Teig unter {die Bettdecke|ein Federkissen}, damit er warm blieb. Sie {hatte nie ein Thermometer|verließ sich auf ihre Hände}.
Kümmel, Fenchel und Koriander {gehören|passen} in ein {Bauernbrot|kräftiges Brot}, aber {sparsam|nicht alle auf einmal}.
Das Mehl kaufe ich in der Mühle {hinter|bei} {TOWN}. Der Müller {mahlt|liefert} nur {dienstags|einmal in der Woche}, dafür ist es {frisch|noch warm}.
[steps]
Sauerteig am {Abend|Vortag} ansetzen.
{400-600} g Mehl mit {300-420} ml Wasser verrühren.
Salz {zugeben|einarbeiten} und {zehn|acht} Minuten kneten.
Den Laib formen und {zwei|drei} Stunden gehen lassen.
{45-60} Minuten backen und {auskühlen|auf einem Gitter ruhen} lassen.
[close]
Am besten schmeckt es {am zweiten Tag|mit Butter und Salz}.
Wer Fragen hat, {schreibt mir|findet mich auf dem Markt in {TOWN}}.

== gemeinderat : news notes
[title]
Gemeinderat {TOWN} will {WORK} {sanieren|erneuern}
Aus dem {Bauausschuss|Rathaus}
{Streit|Einigung} um {die Linden am Markt|den Parkplatz am Bahnhof}
[open]
In der Sitzung am {day} hat der Gemeinderat von {TOWN} {einstimmig|mit {9-14} zu {2-6} Stimmen} beschlossen, {WORK} zu sanieren.
Rund {vierzig|sechzig|dreißig} Bürgerinnen und Bürger kamen am {day} ins Rathaus, {mehr als sonst|so viele wie lange nicht}.
[body]
Die Kosten werden auf {120-890}.000 Euro geschätzt. {Die Hälfte|Ein Drittel} davon {übernimmt|trägt} das Land, den Rest muss die Gemeinde {aufbringen|selbst zahlen}.
Bürgermeisterin {PERSON} {sprach von|nannte das} {einem vernünftigen Kompromiss|einem wichtigen Schritt}. Kritik kam aus den Reihen der {Freien Wähler|Anlieger}, die {mehr Bäume|weniger Lärm} fordern.
Während der Bauzeit wird der Verkehr über die {Mühlenstraße|Gartenstraße} umgeleitet. Der Bus {hält|fährt} dann {am Friedhof|alle dreißig Minuten}.
Die Straßenlaternen sollen {nachts gedimmt|auf LED umgestellt} werden. Das spart {dreißig|vierzig} Prozent{ im Jahr|, so die Verwaltung}.
Ein Anwohner fragte, warum die Müllabfuhr {zweimal|im {month}} ausgefallen sei. Die Verwaltung {entschuldigte sich|verwies auf Krankheitsfälle}.
Für das Freibad wird {ein neuer Pächter|dringend ein Bademeister} gesucht. {Ohne Personal bleibt es geschlossen|Findet sich niemand, bleibt das Becken im Sommer leer}.
Der Zuschuss für den {Musikverein|Sportverein} wurde um {200-900} Euro {erhöht|gekürzt}. Darüber wurde {länger diskutiert als über den Haushalt|kaum gesprochen}.
Die Kita bekommt {zwei|drei} zusätzliche {Räume|Stellen}. Der Anbau soll bis {MONTH} {fertig|bezugsfertig} sein.
Ein Gutachten {bescheinigt|zeigt}, dass die {Pfeiler|Fundamente} noch {zwanzig|dreißig} Jahre halten, {wenn|sofern} sie {jetzt|bald} abgedichtet werden.
[listhead]
Tagesordnung
[items]
Bericht der {Bürgermeisterin|Kämmerei}
Bauanträge: {3-12}, davon {einer|zwei} abgelehnt
Friedhofsgebühren: {unverändert|plus drei Prozent}
Verschiedenes und Anfragen
[close]
Die nächste Sitzung ist am {2-28}. {month} um {19|20} Uhr.
Das Protokoll {liegt im Rathaus aus|kann im Rathaus eingesehen werden}.

== wandern : web notes
[title]
Wanderung {am Fluss|durch das Tal} bei {TOWN}
{Sechs|Vierzehn|Neun} Kilometer {mit Aussicht|ohne Eile}
[open]
Wir starteten um {acht|neun} Uhr am Bahnhof von {TOWN}, bei {leichtem Nebel|klarem Himmel}.
Der Weg beginnt {hinter der Kirche|an der alten Sägemühle} und ist {gut|mit gelben Rauten} markiert.
[body]
Nach einer {halben|guten} Stunde erreicht man {eine Holzbrücke|den Steg}. Das Wasser ist {so klar|so flach}, dass man {jeden Stein|die Forellen} sieht.
Im {Hochmoor|Buchenwald} war es {still|kühl}. Nur {ein Specht|ein Kuckuck} war zu hören, und {irgendwo|weit weg} {eine Motorsäge|ein Traktor}.
Der Aufstieg ist {steil|kurz, aber steil}, belohnt aber mit einem Blick bis {zu den Alpen|nach {TOWN}}. Oben steht eine Bank, {die jemand frisch gestrichen hat|auf der schon jemand schlief}.
In der Hütte gibt es {Linsensuppe|Apfelkuchen} und {Most|Kaffee}. Bezahlt wird {in eine Blechdose|bar}, und {alle sind ehrlich|niemand kontrolliert}.
Die alte Mühle ist {seit 1958|seit vielen Jahren} außer Betrieb. Das Rad {dreht sich|hängt} noch, {getrieben vom Bach|von Moos bedeckt}.
Nach Regen ist der {Pfad|Hang} {rutschig|aufgeweicht}. Feste Schuhe sind {nötig|kein Luxus}, Stöcke {helfen|schaden nicht}.
Kurz vor dem Ziel überholte uns {eine Schulklasse|ein Mann mit zwei Eseln}. Man grüßt sich hier{ noch|, auch wenn man sich nicht kennt}.
[items]
Länge: {6-19} km
Gehzeit: {2-6} Stunden
Höhenmeter: {80-640}
Einkehr: {Hütte am Sattel|Gasthof zur Post}
[listhead]
Auf einen Blick
[close]
Der letzte Zug fährt um {18|19|20} Uhr {5-55}.
Müde, aber zufrieden {kamen wir an|saßen wir im Zug}.

== rechenzentrum : news web
[title]
Abwärme {heizt|wärmt} {Hallenbad|Wohnungen} in {TOWN}
Neues Rechenzentrum: {Strom|Wasser} {wird knapp|bleibt Thema}
[open]
In {TOWN} soll die Abwärme eines Rechenzentrums künftig {das Hallenbad|{200-900} Wohnungen} heizen.
Von außen ist es {eine graue Halle|ein fensterloser Bau}, innen rauschen {tausende|über 4.000} Server.
[body]
Die Luft kommt mit {24|26} Grad hinein und mit {38|41} Grad wieder heraus. Eine Wärmepumpe hebt sie auf {65|70} Grad, {das reicht|genug} für {das Netz|alte Heizkörper}.
Bei einem Stromausfall überbrücken Batterien {sieben|zehn} Minuten. Dann müssen die {Diesel|Notstromaggregate} {laufen|übernehmen}, und sie werden jeden {Monat|ersten Dienstag} geprüft.
{PERSON}, technische Leitung, rechnet vor: Jede abgeschaltete Maschine spart so viel, wie {ein Haushalt verbraucht|ein kleines Solardach liefert}.
Anwohner hatten sich über {ein Brummen|die Lüfter} beschwert. Die Ursache war {ein defektes Lager|eine lose Blechtafel}; seit {month} ist {Ruhe|es leiser}.
Der Wasserverbrauch lag {im Sommer|im vergangenen Jahr} bei {12-60}.000 Kubikmetern. Künftig soll {Regenwasser|gereinigtes Abwasser} genutzt werden.
Die Stadt verlangt einen Vertrag über {fünfzehn|zwanzig} Jahre, der Betreiber {zögert|bietet zehn an}.
Rechenaufgaben, die warten können, laufen {nachts|bei viel Wind}. Das {glättet die Last|entlastet das Netz} und {senkt|drückt} die Kosten.
[close]
Ein Besuch ist {nach Anmeldung|am Tag der offenen Tür} möglich.
Der Probebetrieb {endet im|läuft bis} {MONTH}.

== werkstatt : forum web
[title]
#kette Fahrradkette {springt|rutscht}: {was tun?|Kette oder Ritzel?}
#holz {Holzfenster|Tür} {klemmt|schleift} seit {dem Regen|dem Winter}
#kauf Welche {Nähmaschine|Drehbank} für {Anfänger|den Keller}?
[open]
Hallo zusammen, ich habe {die Suche benutzt|schon viel gelesen}, aber {nichts Passendes|keine Antwort} gefunden.
Das Problem {besteht seit|begann im} {MONTH} und wird {langsam|immer} {schlimmer|lauter}.
[question]
#kauf Worauf sollte ich {achten|beim Kauf schauen}, und {welche Marken|was} würdet ihr {meiden|nicht nehmen}?
#kette Unter Last {knackt|springt} es, im Leerlauf ist {Ruhe|alles gut}. Gewechselt habe ich {die Kette|den Zug}. Was {kann das sein|würdet ihr prüfen}?
#kette,holz Lohnt sich {die Reparatur|ein neues Teil}, oder {soll ich|ist es klüger,} {etwas Gebrauchtes suchen|gleich neu kaufen}?
[body]
#kette Das hatte ich {auch|genauso}. Bei mir war es {das Ritzel|eine lose Schraube}; {nach dem Tausch|danach} war {jahrelang Ruhe|alles wieder in Ordnung}.
#kette Zuerst {reinigen|ölen}, dann {messen|schauen}, und erst {ganz zum Schluss|danach} bestellen. Die meisten Teile werden {zu früh|umsonst} getauscht.
#holz Holz arbeitet. Warte {eine trockene Woche|bis zum Sommer} ab, bevor du {hobelst|etwas wegnimmst}, sonst {zieht es|pfeift der Wind} im {Januar|Winter}.
#kette,holz Ein Foto {wäre hilfreich|würde helfen}. So kann man nur {raten|vermuten}, und {das wird teuer|davon hast du nichts}.
#kauf Kauf lieber {ein altes, schweres Gerät|gebraucht}. Ersatzteile gibt es {überall|noch}, und {reparieren kann man alles|der Motor hält ewig}.
#kette,kauf Ich muss {widersprechen|etwas ergänzen}: Bei den neuen Modellen {sitzt dort ein Sensor|ist das verklebt}. Mit Gewalt {geht es kaputt|erreicht man nichts}.
#kette Danke an alle! Es war {tatsächlich|wie vermutet} {der Zug|das Lager}. Kosten: {vier|elf} Euro und {ein Nachmittag|zwei Flüche}.
#holz Schau zuerst auf die {Scharniere|Bänder}. Wenn {eine Schraube lose|eines verbogen} ist, hängt die freie Ecke {ein paar Millimeter|einen Fingerbreit} tiefer, und {Hobeln|Schleifen} hilft {gar nichts|nur bis zum Herbst}.
#holz {Kreide|Bleistift} an den Rahmen, {einmal schließen|zudrücken}, und du siehst, wo es {klemmt|anliegt}. {Danach|Zum Schluss} die blanke Stelle {ölen|grundieren}.
#kauf Wichtig ist ein {Händler|Verein} in der Nähe, der {noch schraubt|Teile hat}. {Zubehör|Werkzeug} kostet am Ende {mehr|das Doppelte} als die Maschine selbst.
#kauf Was willst du damit {machen|bearbeiten}? Für {Vorhänge und Hosen|kleine Drehteile} reicht {fast alles|ein Tischgerät}, für {Leder|Stahl} brauchst du {Kraft|Masse}.
#kauf Budget liegt bei {100-900} Euro, {gebraucht ist völlig in Ordnung|Platz habe ich im Keller}, {das hatte ich vergessen zu schreiben|falls das hilft}.
[close]
Thema {gelöst|geschlossen}.
Falls es wiederkommt, {melde ich mich|schreibe ich hier}.

== garten : web notes
[title]
Der Garten im {MONTH}
{Tomaten|Bohnen} {auf dem Balkon|am Nordzaun}
[open]
Nach {neun|vierzehn} trockenen Tagen sind die Regentonnen {leer|fast leer}.
In unserem Garten in {TOWN} ist der Boden {sandig|schwer und lehmig}.
[body]
Tomaten {mögen|brauchen} Sonne und {trockene Blätter|ein Dach}. Gegossen wird {unten|an der Wurzel}, am besten {morgens|in der Früh}.
Auf {den Kompost|die Mulchschicht} gehört {Braunes und Grünes|Laub ebenso wie Gras}. Riecht er {faul|streng}, {fehlt Luft|wird umgesetzt}.
Die Schnecken haben {den Salat|die Zucchini} {in einer Nacht|komplett} gefressen. Jetzt {stehen die Töpfe auf dem Tisch|sammeln wir abends mit der Lampe}.
Den Apfelbaum {schneiden|lichten} wir im {Februar|Spätwinter}, wenn {kein Frost droht|die Knospen noch schlafen}. Erst das {tote|kranke} Holz, dann {das, was sich kreuzt|die steilen Triebe}.
Im {Hochbeet|Frühbeet} wachsen {Radieschen|Spinat} und {Feldsalat|Kresse}. Geerntet wird {zwei Wochen früher|schon im April}.
Wer {Igel|Vögel} will, lässt {eine Ecke wild|das Laub liegen}. Ordnung ist {im Garten|hier} {überschätzt|kein Ziel}.
Samen {hebe ich|bewahre ich} in {Papiertüten|alten Briefumschlägen} auf, {beschriftet|mit Jahr und Sorte}. Nach {vier|fünf} Jahren {keimt nur noch die Hälfte|lohnt es sich nicht mehr}.
[close]
Überzählige {Zucchini|Quitten} {stehen am Zaun|sind zu verschenken}.
Nächste Woche: {die Hecke|der Zaun|Kartoffeln legen}.
"""
