"""English bank, second part: civic, technical and forum topics (notation: bank.py)."""

BANK = """
== council : news notes
[title]
Town council: minutes of {day} {2-28} {MONTH}
{TOWN} council {backs|delays|approves} plans for {SITE}
{Parking|Drains|Street trees} again: council {notes|report}
[open]
The council met in the {upper room|town hall} at {seven|half past seven}, with {7-15} members present and {3-40} residents in the {gallery|back rows}.
Councillor {PERSON} took the chair. Apologies were {received|read out} from {two|three} members.
Plans to {repair|improve|sell} {SITE} in {TOWN} {moved a step nearer|were put off} on {day} night.
[body]
The {clerk|treasurer} reported a balance of {12-94},{100-999} pounds, of which {4-9} thousand is {set aside|held} for the {roof|playground}. The {figures|accounts} were {accepted|agreed} without a vote.
Residents of {street} asked why the {lamps|bins} had been {dark|full} since {month}. The {officer|clerk} {apologised|explained} that a {part|contractor} had not arrived.
A proposal for {three|four} {disabled bays|cycle stands} outside the {library|surgery} was carried by {6-9} votes to {1-4}.
Members {could not agree|disagreed} about the {lime|plane} trees in {street}. Roots have {lifted|cracked} the pavement, but {nobody|no one} wished to see them felled, and a {second opinion|survey} will be {sought|paid for}.
Councillor {person} {declared an interest|left the room} before the {lease|grant} was discussed, as a {tenant|trustee} of the {hall|society}.
The {swimming pool|museum} will stay {shut|open} on {day}s until {month}. {Staffing|Heating} was given as the {reason|cause}.
Flood wardens asked for {sandbags|radios} and {a key|access} to the {pump house|sluice}. Both were {granted|promised} {at once|by the end of the month}.
The {bus|market} survey drew {112-940} replies. {Two thirds|Most} wanted a {later|Sunday} service; {a few|eleven} wanted {the old timetable|the horse trough} back.
{person} spoke for the {skate park|allotments} and was {heard|applauded}. The matter goes to the {planning|finance} committee in {month}.
There was {a long|some} discussion of {drains|pigeons}. It was {resolved|agreed} to {write to the water company|do nothing for now}.
The cost has {risen|grown} from {180-320} to {330-560} thousand pounds since {2019-2024}, {mainly|partly} because of {steel prices|the state of the foundations}.
An {amendment|objection} from {person}, to {light the path only until eleven|use local stone}, was {lost|carried} on the chair's casting vote.
The {mayor|chair} thanked the volunteers who {cleared snow|painted the railings} in {month}, {some of them twice|all without being asked}.
[items]
Minutes of the last meeting: {signed|corrected and signed}
Planning: {2-9} applications, {one|two} refused
{Allotments|Cemetery}: rents {unchanged|up by two per cent}
Highways: {potholes in {street}|new signs ordered}
Correspondence: {3-30} letters
[listhead]
Agenda
Items taken
[close]
The meeting closed at {nine|ten} {precisely|sharp}. The next is on {day} {2-28} {MONTH}.
Papers can be {read|seen} at the {library|town hall} during {opening|office} hours.
A decision is {expected|likely} before {the summer|Christmas}.

== datacentre : news web
[title]
{TOWN} data centre to {heat|warm} {400-2600} homes
{Cooling|Power} {tests|trial} at the {northern|harbour} data hall
What happens in a {power cut|heat wave} at a data centre
[open]
From the {road|ring road} it is a {grey|windowless} box; inside, {1200-9800} servers {hum|roar} behind {two|three} locked doors.
{Engineers|Operators} in {TOWN} have {begun|finished} a trial that pipes {waste heat|warm water} from a data hall {to the swimming pool|into the district heating}.
The night shift is {two|three} people, {one|a} trolley and a great deal of {noise|cold air}.
[body]
Air enters the cold aisle at {20-26} degrees and leaves the back of the racks {12-19} degrees {warmer|hotter}. {Fans|Pumps} use about {a tenth|an eighth} of the power.
The ratio of {total|all} power to computing power fell from 1.{40-70} to 1.{10-28} after the {chillers|air handlers} were {replaced|rebalanced}.
If the grid fails, batteries carry the load for {5-12} minutes. The diesels need {less than one|forty seconds}, and they are {started|tested} every {second|first} {day} whether needed or not.
Neighbours {complained|wrote} about a {low hum|whine} at night. It was {traced|put down} to {one bearing|a loose panel} and {cured|fixed} with {a new fan|four bolts}.
Disks fail at a {steady|known} rate, about {1-3} in a hundred each year. Nobody {runs|hurries}: the data are on {three|at least two} others and a {technician|colleague} changes them {on Thursdays|in batches}.
Water use is the {harder|less visible} question. The site drew {18-90} thousand cubic metres last year, {most|nearly all} of it in {July and August|eleven hot days}.
{person}, who {runs|manages} the hall, says the {cheapest|cleanest} megawatt is {the one not drawn|the server you switch off}. {200-900} idle machines were {found|unplugged} in {month}.
Fibre enters the building by {two|three} routes that {never cross|share no trench}. In {2016-2024} a {digger|farmer} cut one, and {nobody|no customer} noticed.
The council {wants|asked for} a promise that the heat will {flow|be supplied} for {fifteen|twenty} years. The company {offers|has offered} {ten|twelve}.
Jobs are {shuffled|moved} towards the {windy|sunny} hours. Work that can wait, such as {backups|index builds}, {waits|is held} until power is {cheap|green}.
[close]
The trial {runs|lasts} until {MONTH}. The results will be {published|made public}.
A visit can be {booked|arranged} on the last {day} of the month; {bring|wear} {ear plugs|flat shoes}.
The company did not {say|disclose} what it {cost|pays for the land}.

== release : notes web
[title]
{PROJECT} {VERSION} release notes
What is new in {PROJECT} {VERSION}
{PROJECT}: {bug fix|maintenance} release
[open]
This release {fixes|closes} {9-60} bugs and {adds|brings} {two|three|five} new commands. {Upgrading|An upgrade} is {recommended|safe} for everyone.
{PROJECT} {VERSION} is {out|here}. Thank you to the {4-40} people who {sent patches|reported problems}.
A small release: {no new features|one new option}, {fewer|quite a few} sharp edges.
[body]
The {index|cache} is now {written|flushed} atomically. A {crash|power cut} during a save {leaves|keeps} the old file {intact|in place} rather than {half|an empty} one.
Start-up is {20-70} per cent faster on {large|cold} directories, because the {scanner|walker} no longer {reads each file twice|sorts what it is about to filter}.
The old configuration format is {still read|accepted} but {prints a warning|deprecated}. It will be {removed|dropped} in {version|release} {8-12}.
We {changed|tightened} the default timeout from {60-120} to {10-30} seconds. If you {depend|rely} on the old value, {set it|write it down} in the configuration file.
Error messages now {name|show} the file and the line. {Several|Many} of you asked for this, {some politely|and you were right}.
Memory use on {long|overnight} runs no longer {grows|climbs}. The {leak|culprit} was a list of {closed handles|finished jobs} that was never {trimmed|emptied}.
Packages for {Debian|Fedora|Alpine} are {built|signed} with the {new|2025} key. Old packages {remain|stay} where they are.
Known problem: on {slow|network} disks the {progress bar|status line} may {jump backwards|stop at 99 per cent}. The result is {correct|not affected}.
Time stamps are {stored|kept} in UTC and shown in {local time|the zone of the reader}. {Logs|Exports} from earlier releases are {converted|read} without loss.
The test suite {grew|went} from {400-900} to {1000-2400} cases and runs in {half the|less} time, since {slow|network} tests now {run at night|live in their own target}.
[listhead]
Changes
Fixed in this version
[items]
fixed a crash when the {queue|input} was {empty|longer than 4 GiB}
added {--dry-run|--quiet|--since} to `{sync|prune|export}`
{sync|prune|export} now {retries|stops} after {three|five} failures
removed the {unused|undocumented} {XML|FTP} backend
dates before 1970 are {accepted|printed correctly}
{Turkish|Czech|Korean} translation {updated|added}
`{status|list}` {prints|returns} {sizes|hashes} with `--json`
the manual has {examples|a chapter on recovery}
[close]
Upgrade with your package manager, or {build|compile} from source as {before|described in the manual}.
The next release is {planned|due} for {MONTH}.
As always, {make a backup|read the notes on the old format} first.

== forum : forum
[title]
{Linux|Laptop} {wakes|will not wake} after {suspend|closing the lid}
{Damp|Cold} wall behind the {wardrobe|bookcase}
Which {sewing machine|lathe|microscope} for a beginner?
{Sourdough|Yoghurt|Cider} smells of {nail varnish|cheese}: {normal|safe}?
Cat {refuses|ignores} the new {door|flap}
[open]
Long-time reader, first post. {Sorry|Forgive me} if this has been {asked|answered} before.
I have searched and found {nothing|three opinions}, so here goes.
Posting this in {general|the workshop section} because I was not sure where {else|it belongs}.
[question]
It happens {every morning|only on battery} and goes away after {a minute|a restart}. I {swapped|checked} the {cable|fuse} already. What would you {try|do} next?
Budget is around {80-400}, second-hand is {fine|welcome}, and I have {no space|one small table}. What should I {avoid|look for}?
It was {fine|perfect} until {day}. I changed {nothing|one thing}, which {I have since undone|cannot be the reason}. Has anyone {seen|had} this?
The manual says {one thing and the shop says another|never to do it and the shop says always}. Who is {right|joking}?
[body]
Had {exactly|much} the same. It was the {cable|connector}, the {one|part} everybody {swears|says} is fine. Wiggle it {while it runs|and watch}.
Do you have a {picture|log}? It is hard to {say|guess} from {a description|here}, but the {second|last} thing you mention {sounds|looks} like the cause.
{Whatever you choose|In general}, buy the {older|heavier} one. Parts are {everywhere|cheap}, and {manuals|people who can mend it} are not {hard|difficult} to find.
I would {disagree|be careful} with the answer above. That {worked|was true} {ten|twenty} years ago; the {newer|current} ones have a {sensor|latch} for it.
{Patience|Time}. Give it {a week|ten days}, change {one thing|nothing}, write down what you {see|hear}. Then come back {and tell us|with the list}.
Update: {solved|fixed}! It was {a mouse nest|a blown capacitor|a setting I had made myself}. Thank you all, {especially|above all} {person}.
Moderator here: I {moved|renamed} this so that others can {find|see} it. Please {keep it friendly|stay on topic}.
The {cheap|simple} test is to {leave it open|unplug everything else} for {an hour|a night}. If the {noise|smell} {stays|is gone}, you have your answer.
{Mine|Ours} did that for {two|three} winters. We {moved it|put a finger's width of air} {away from|behind} the wall and it {never came back|dried out}.
Check the date on it. {Batches|Models} from {2011-2022} had a {known|well-known} fault, and the maker {replaced|repaired} them {free|without fuss}.
Speaking as somebody who {repairs|sells} these: {ninety|seventy} per cent of what comes in needs {cleaning|a new belt} and {nothing else|a cup of tea}.
I asked my {father|neighbour}, who {worked|spent} {thirty|forty} years on {them|the railway}. He said: {grease|do not force it}. Then he {laughed|went back to sleep}.
[close]
Marked as {solved|answered}.
Thread {closed|locked} after {20-90} days without a reply.
{5-60} people found this {helpful|useful}.

== library : news notes web
[title]
{TOWN} library {lends|starts lending} {tools|seeds|musical instruments}
Night at the {library|archive}
{Reading|Map} room to {reopen|open} in {MONTH}
[open]
You can now {borrow|take home} a {drill|violin|telescope} from the library in {TOWN}, {free|for three weeks}, with an ordinary {card|ticket}.
{PERSON} has {mended|catalogued} {books|maps} in the same {basement|attic} for {11-38} years.
The {roof|lift} is {mended|finished}, the {boxes|crates} are {back|unpacked}, and the reading room {smells|looks} of {new paint|old paper}.
[body]
The most {wanted|reserved} item is not a {novel|book} at all but a {carpet cleaner|sewing machine}. There is a {queue|list} until {month}.
Paper {lasts|survives} if it is {left alone|kept cool}. What ruins it is {sticky tape|sunlight}, {elastic bands|damp} and {good intentions|paper clips}.
{School|Class} visits {rose|went up} from {12-30} to {31-70} a year after the {bus|tram} stop was moved {to the door|across the road}.
A {letter|receipt} from {1788-1911} fell out of a {hymn book|ledger}. It {lists|records} {eleven loaves|four pairs of boots}, and {has not been|was never} paid.
The {children's|upper} floor is now open until {seven|eight} on {day}s. {Staff|Volunteers} {read aloud|run a homework table}.
Maps of the {harbour|valley} have been {scanned|photographed} and can be {laid|placed} over today's streets. The {river|coast} has {moved|shifted} by {40-260} metres.
Fines were {abolished|dropped} in {2018-2024}. {Returns improved|Late returns fell}, which {surprised|pleased} {everyone|the accountants}.
There are {three|four} rules: {no food|wash your hands}, pencils only, and ask before you {photograph|use the ladder}.
{Readers|Visitors} from {four|nine} countries wrote to ask for {parish|ship} records. Each answer takes {an afternoon|about a day}.
A {novel|cookbook} came back {41-63} years late, with {a note|an apology} and {a pressed flower|a bus ticket} {as a bookmark|on page 9}.
Large print, {Braille|audio} and {easy|plain} editions are now on {one|the same} {shelf|floor}, near the {door|lift}.
[close]
Open {day} to {day}, {nine|ten} to {six|seven}.
Volunteers are {welcome|needed}; {no experience is required|training is given}.
The exhibition {runs|stays} until the end of {MONTH}.

== weather : news
[title]
#storm {Storm|Gale} {closes|shuts} the {coast|mountain} road near {TOWN}
#dry Dry {spring|summer}: what the {rain gauge says|farmers say}
#fog Fog {delays|stops} trains for {a second|a third} day
[open]
#storm {Winds|Gusts} of {70-110} kilometres an hour {brought down|felled} {trees|a crane} near {TOWN} {overnight|early on {day}}.
#dry It has not rained in {TOWN} for {19-44} days, and the {reservoir|river} is {lower|emptier} than in any {year|June} since {1976-2011}.
#fog Fog {lay|sat} on the {RIVER} until {noon|two in the afternoon} on {day}.
[body]
#storm No one was hurt. {Fire crews|Crews} {worked|were out} until {four|five} in the morning with {chain saws|pumps}.
#storm,dry The {forecast|weather office} speaks of {30-80} millimetres {by|before} {day}, {most|the bulk} of it {on high ground|after dark}.
#storm,fog {Trains|Ferries} between {town} and {town} were {replaced|cancelled}. {Passengers|Travellers} were given {blankets|soup} in the {school|station}.
#storm {PERSON}, who {farms|keeps sheep} above the {valley|town}, {moved|brought down} {80-400} animals {in time|by torchlight}.
#storm Power was {back|restored} to {most|all but sixty} of the {900-5200} {homes|households} by {evening|midday}.
#storm,dry Volunteers have {read|emptied} the gauge at the {rectory|waterworks} every day at nine since {1871-1932}. {month} was the {second|third} {wettest|driest} in the {book|record}.
#storm,fog Drivers are asked to {avoid|stay off} the {bridge|pass}. A {lorry|caravan} {overturned|lost its roof} there {shortly after|just before} {six|dawn}.
#fog At the {lighthouse|airfield} the {horn|runway lamp} {sounded|burned} for {19-60} hours. The keeper's log has {one|no} longer {spell|entry}, in {1911-1958}.
#fog {Walkers|Two anglers} lost on the {marsh|sands} were {led|called} ashore by {church bells|a tractor horn}. They were {cold|wet} and {unhurt|cheerful}.
#fog {PERSON}, a {pilot|postman} for {12-40} years, {followed|counted} the {kerb|hedges} to get home. It took {two|three} hours instead of {ten|twenty} minutes.
#fog The {forecast|weather office} expects {a light wind|drier air} from the {east|north} on {day}, {enough|just enough} to {lift it|clear the valley}.
#dry {PERSON}, who {farms|grows barley} above {town}, has {begun|started} to {cart|pump} water for {80-400} {sheep|cattle}. The {spring|well} by the {lane|chapel} {failed|stopped} on {day}.
#dry The {boat|ferry} club has {moved|lifted} its {moorings|boats} into the {channel|main stream}. Old {piles|stones} of a {bridge|mill} have come {to light|out of the mud}, and {children|visitors} {walk|climb} on them.
#dry Fire wardens {watch|patrol} the {heath|pine woods} in {pairs|shifts}. {Barbecues|Open fires} are {forbidden|banned} until {month}, and two have already been {put out|stamped out} by {walkers|hikers}.
#dry Gardeners may {use|fill} {cans|watering cans} but not hoses. The {rule|ban} {does not|will not} {apply to|cover} {wells|rain water}.
#storm The {harbour|lock} gates {held|stayed shut}. At {high water|the peak} the level was {11-60} centimetres below the {wall|danger mark}.
#storm,fog Schools {reopen|will open} on {day}, though {buses|hot meals} {may be|could be} late.
[close]
A {warning|yellow warning} {remains|stays} in force until {day} {morning|night}.
The next report is {due|expected} at {six|noon}.
The town's {emergency|flood} line is {staffed|open} round the clock.

== howto : web notes
[title]
#report How to {write|file} a {useful|good} bug report
#blade {Sharpening|Caring for} {a kitchen knife|chisels}: a {short|plain} guide
#sort {Backing up|Sorting} {family photographs|old letters}
#door How to {hang|mend} a {door|window} that {sticks|rattles}
[open]
This guide {assumes|supposes} {no|very little} experience and {a free afternoon|one hour}.
Most people {put this off|avoid this} for years. It {takes|needs} {about an hour|less time than a film}.
There are {grander|quicker} ways. This one {works|is hard to get wrong}.
[body]
Begin by {clearing|emptying} the table. Work goes {twice as|much} {fast|better} when nothing has to be {moved|found} first.
#sort {Write|Note} the date on everything. In {five|ten} years you will not {remember|know} whether this was {before|after} the move.
Do the {easy|smallest} part first, and {finish|complete} it. A {small|first} success is {worth|better than} a {grand|perfect} plan.
#sort Keep {three|two} copies, on {different|separate} kinds of {disk|paper}, and one of them in {another house|a different town}.
#blade A {coarse|worn} stone {only|first} sets the edge; the {fine|second} one makes it {keen|last}. {Water|Oil} carries the {swarf|grit} away, so {be generous|do not let it dry}.
#blade Try it on {newspaper|a ripe tomato}. If it {slides|skids}, there is still a {burr|flat spot}; {feel|look} for it under a {lamp|window} and take {two|three} more strokes.
#report One problem to a {report|message}. {Two|Three} in one {page|thread} means that {one is fixed|the easy one is answered} and the others are {lost|forgotten}.
#report Give the {version|exact version}, the {system|machine} and the {smallest|shortest} {input|example} that still {fails|goes wrong}. {Cutting it down|Making it small} often {shows|gives away} the cause.
#report {Copy|Paste} the message as {text|it is}, not as a {picture|paraphrase}. The {number|word} you {leave out|think is noise} is the one somebody will {search for|need}.
#door Look at the {hinges|gap} first. A {loose|bent} hinge lets the {far|free} corner drop by a {finger's width|few millimetres}, and {planing|sanding} is {wasted|in vain} until it is {tight|straight}.
#door Rub {chalk|a soft pencil} along the frame and {close|shut} it {once|gently}. The mark shows {where it binds|the high spot}, which is {seldom|not often} where you {thought|expected}.
#door Seal the {new|bare} wood on the {same|very same} day with {oil|primer}. {Left bare|Otherwise} it drinks {the first rain|damp} and {swells|sticks} again by {winter|November}.
#blade Hold the blade at {about|roughly} {15-22} degrees: {two coins|a matchbox} under the spine is {a fair guide|close enough}. Stroke {away|towards you}, {lightly|evenly}, the same number on {each|either} side.
#door,blade If something {resists|sticks}, stop. {Nine|Eight} times out of ten there is a {screw|pin} you have not {seen|found}.
#report Say what you {did|expected}, what {happened|you saw}, and what you {tried|changed}. {Leave|Keep} your theory for the {end|last line}.
#sort Test it before you need it. A {backup|copy} that has never been {tried|used} is {a hope|only a rumour}.
#door {Plane|Sand} a little, {hang|close} it, look. You can always take {more|another shaving} off and never {put it back|add any}.
#sort Throw {away|out} what is {blurred|double}. {Nobody|No one} has ever {missed|asked for} the {eleventh|fourth} picture of the same {cake|sunset}.
#door,blade Put the tools {back|away} {clean|dry}. The {next|person who uses them next} is {probably you|likely to be you}.
Ask a {neighbour|friend} to {read|try} it without {help|your help}. Where they {pause|hesitate}, the {instructions|words} are {wrong|not clear}.
[steps]
{Gather|Lay out} what you need.
#door,sort {Take a picture|Make a sketch} of how it looks now.
#door,blade {Loosen|Undo} the {first|top} screw and keep the parts {in order|in a dish}.
#door,blade Clean {both|all} surfaces.
Work {slowly|in short turns} and check after each {pass|step}.
#door,blade {Put|Fit} it together again in {reverse|the opposite} order.
Write down {what you did|the date}, and {tell somebody|tidy up}.
[close]
If it {fails|goes wrong}, {begin again|go back one step}; nothing here {is final|does lasting harm}.
Keep this page {with|next to} the {tools|box}.
Done. {Make tea|Sit down}.

== market : news web
[title]
Market day in {TOWN}: {prices|voices} and {cheese|umbrellas}
{Small|Corner} shops {return|come back} to {street}
{Farm|Village} shop run by {volunteers|its customers} {turns|is} {five|ten}
[open]
By {six|seven} the {vans|stalls} are {in|up}, and the first {customer|buyer} is always {the baker|a man with a string bag}.
{TOWN} lost its last {grocer|ironmonger} in {1998-2019}. Since {MONTH} it has {one|two} again.
{PERSON} sells {honey|eggs|brushes}, {as did|like} {two|three} generations before.
[body]
Prices are {chalked|written} on slate: {apples|onions} at {1-3} pounds a kilo, {eggs|leeks} a little {dearer|cheaper} than last {week|month}.
The {secret|trick}, says {person}, is to {know names|open early}. {Half|A third} of the trade is {talk|listening}.
Rent in {street} fell by {10-35} per cent after the {bypass|big store} opened, and {young|new} {owners|tenants} {moved in|took the keys}.
Nobody is paid. {18-60} volunteers {share|cover} the {shifts|till}, and the {profit|surplus} went on a {freezer|new floor}.
A {cheesemaker|potter} from {town} comes {once|twice} a month and {sells out|is gone} by {ten|eleven}.
Card {machines|readers} {fail|stop} when the {clouds|hills} are {low|in the way}, so {coins still count|a notebook is kept}.
The {council|market clerk} still rings {a bell|the bell} at {eight|half past seven}. {Selling|To sell} before it costs a fine of {one shilling|four pence}, last collected in {1889-1931}.
{Rain|Wind} is worse than {cold|frost}. In {rain|wind} people buy {bread|soup bones} and {go home|hurry}.
Shoppers {came|travelled} from {town} and {town}; {one|a family} had {read|heard} about the {sausages|plum jam}.
The scales are {checked|stamped} every {year|two years} by an inspector who {buys nothing|always leaves with a cabbage}.
[close]
The market is {held|open} every {day} until {one|two}.
Stalls {can be had|are available} from {9-25} pounds a day.
The shop {needs|is looking for} {a driver|two more pairs of hands}.
"""
