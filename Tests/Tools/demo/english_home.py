"""English bank, first part: kitchen, workshop, garden and hobby topics.

The notation is described in bank.py: one unit a line, `{a|b}` is a choice,
`{town}` a word from the vocabulary, `{TOWN}` the same word all through a
document, `{3-9}` a number.
"""

BANK = """
== bread : web notes
[title]
A {plain|weekday|no-fuss} loaf for {cold|small|draughty} kitchens
{Why|How} my sourdough {finally rose|stopped going flat}
Notes on {rye|spelt|wholemeal} bread, week {2-30}
Baking with a {tired|second-hand|very old} oven
[open]
I have baked {every Saturday|most weekends|twice a week} since {MONTH}, and the {kitchen floor|oven door|dog} has the flour to prove it.
Good bread needs {four|only four} things: flour, water, salt and {time|patience|a warm corner}.
When {PERSON} moved to {TOWN}, the first thing to be unpacked was {a jar of starter|the bread tin|a bag of rye flour}.
Most {failed|disappointing} loaves come down to {temperature|impatience|a dough that was too dry}, and each of these can be fixed.
[body]
Weigh the flour rather than {scooping it|trusting a cup}. A cup can hold anything between {115-125} and {150-165} grams, and that {alone|difference} is enough to turn a soft dough into a {brick|stiff one}.
The starter should {double|rise by half} within {4-8} hours of a feed. If it does not, move it {nearer the stove|to a warmer shelf} and feed it {twice a day|morning and evening} for a while.
I mix the {flour and water|dough} first and leave it for {30-50} minutes before the salt goes in. This rest {does half of the kneading|makes the dough easier to stretch}.
Kneading is {optional|less important than people say} if the dough can sit overnight. {Three|Four} sets of folds, {half an hour|forty minutes} apart, will build all the strength you need.
The windowpane test is {simple|worth learning}: stretch a {small piece|walnut of dough} between your fingers until you can {see light through it|read a newspaper headline through it}.
On {warm|humid} days the dough is ready in {3-4} hours; in {January|a cold pantry} it may {want|take} {7-11}. Watch the dough, not the clock.
A {cast-iron pot|heavy casserole} traps the steam that the loaf gives off. Without one, {throw a cup of water on the oven floor|put a tray of hot water below the shelf}.
{Rye|Wholemeal|Spelt} flour drinks more water than white, so add {two|three} spoonfuls at a time until the dough feels {tacky|like soft clay}.
My {grandmother|neighbour|uncle} scored every loaf with {a razor blade|the tip of a bread knife}, one {long|curved} cut, and never once {measured|worried about} the angle.
The crust sings as it cools: small {cracks|ticks} you can hear from {the hall|the next room}. Leave it {on a rack|alone} for at least {an hour|forty minutes} or the crumb will {smear|turn gummy}.
Stale bread is not {waste|a failure}. It becomes {breadcrumbs|croutons|a thick soup}, and in our house {most of it|the heel} goes to {toast|French toast} on Sunday.
Salt slows the yeast and {tightens the dough|strengthens the gluten}. {Two|About two} per cent of the flour's weight is {a safe place to start|what most bakers use}.
Last week's batch {collapsed|spread} because I {forgot it in the car|went for a walk and came home late}. It still tasted {fine|of something}, just {flat|wide}.
An oven thermometer costs {less than a bag of good flour|very little}. Mine showed that the dial was {15-40} degrees {too low|too high}.
Buy flour from {a mill|a shop} that sells it quickly. Fresh wholemeal smells {sweet|of hay and nuts}; old wholemeal smells {like putty|faintly of paint}.
[steps]
Feed the starter {the night before|before breakfast} and leave it {somewhere warm|on the counter}.
Mix {480-520} g of flour with {330-370} g of water and wait {half an hour|forty minutes}.
Add {9-11} g of salt and {90-120} g of starter, then squeeze the dough until it {comes together|is even}.
Fold the dough {three|four} times over the next two hours.
Shape it {gently|tightly} and put it {seam side up|upside down} in a floured basket.
Heat the oven with the pot inside to {230-250} degrees.
Score, bake {20-25} minutes with the lid on and {15-22} without.
Cool on a rack, and {resist|do not cut it yet}.
[close]
That is all there is to it. The second loaf is {always|usually} better than the first.
If you try this, {tell me|write and say} what your flour is like; {mine comes from|I get mine from} a {small|water-driven} mill near {TOWN}.
Next month: {rolls|flat breads|a dark rye with seeds}.

== bicycle : web notes forum
[title]
#noise {Fixing|Curing} a {clicking|creaking|noisy} bottom bracket
#wheel How to {true|straighten} a wheel without a stand
{Winter|Spring} service for a {commuter|touring} bike
Bike repair café: {what we saw|what came in} in {MONTH}
[open]
A bicycle that is {wiped down|looked at} once a week rarely needs {a mechanic|a big repair}.
The repair café in {TOWN} opened at {nine|ten} and by {noon|lunchtime} there was a queue {down the stairs|past the library}.
The noise started {last Tuesday|on the hill out of {TOWN}}: one {click|creak} for every turn of the {pedals|crank}.
You can do {nearly all|most} of this with {two|three} hex keys, a {tyre lever|chain tool} and a rag.
[body]
Check the {saddle clamp|seat post} first. {Half|A third} of the creaks that people blame on the {cranks|bottom bracket} come from a dry {seat post|saddle rail}.
A chain stretches by wear at the pins. When twelve links measure more than {308|307} millimetres, {replace it|fit a new one} before it eats the {cassette|sprockets}.
Pump the tyres to the pressure on the {sidewall|label} and then {let a little out|drop a tenth} if the road is {wet|rough}.
Brake pads have a wear line. If you cannot {find it|see it}, {it is gone|you have passed it}, and the {rim|disc} is next.
To true a wheel, pluck the spokes and listen. A {dull|low} note means a loose spoke; {a quarter turn|half a turn} of the nipple is {plenty|enough} for one go.
Cable housings {crack|rust} where they bend most, near the {head tube|rear mech}. New inner cables cost {a few coins|next to nothing} and make the shifting feel {new|young again}.
{PERSON} brought in a {folding bike|delivery bike} with {a bent hanger|a seized headset}. We straightened it {cold|by hand}, slowly, and it {shifted|ran} well enough to ride home.
Grease goes on threads, {not on|never on} brake surfaces. If it does get there, clean it with {alcohol|spirit} and {sand|roughen} the pads lightly.
Water is {kinder|less harmful} than a pressure washer. The jet pushes {grit|dirt} past the seals and into the {hubs|bearings}.
The rear derailleur has two limit screws. {H|The one marked H} stops the chain from {falling into the frame|dropping off the small sprocket}; {L|the other} keeps it out of the spokes.
We found a {stone|shard of glass} no bigger than a {lentil|grain of rice} in the tyre. Run a {thumb|cloth} around the inside before the new tube goes in, or you will {be back in a mile|do it all again}.
Old {steel|tandem} frames can be {cold set|spread} to take a modern wheel. Aluminium and carbon cannot, and {should not be tried|please do not try}.
Lights need a {clean|bright} contact. A {pencil rubber|scrap of fine paper} takes the green off a {battery|dynamo} terminal in seconds.
A torque wrench is not {snobbery|a luxury} on a {light|carbon} bar: {4-6} newton metres is {less than you think|easily overshot}.
[question]
#noise My chain {skips|jumps} on the {third|smallest} sprocket but only {uphill|under load}. New chain, old cassette. What should I check?
#noise The {front|rear} brake {squeals|howls} in the wet and {shudders|grabs} when dry. I have cleaned it {twice|three times}. Any ideas?
#wheel My {front|rear} wheel {rubs|touches} once a turn after a {pothole|kerb}. Can I {straighten|true} it with the {bike upside down|tyre on}, or is that {foolish|asking for trouble}?
Is it worth repairing a {thirty|forty}-year-old {tourer|racer} with {rusty cables|a cracked mudguard}, or should I {give it away|look for another}?
[close]
Ride it {round the block|to the end of the road} before you {put the tools away|wash your hands}.
If in doubt, {stop and ask|bring it in}: the café is open every {second|first} {day} at {six|half past six}.
Total cost of the parts: {6-38} pounds, and one {scraped knuckle|lost washer}.

== garden : web notes
[title]
{Early|Late} {spring|autumn} jobs in a small garden
{Beans|Tomatoes|Potatoes} against a north wall
What the {slugs|frost|pigeons} left us
Allotment diary, plot {3-140}
[open]
The soil in {TOWN} is {heavy clay|thin and chalky|sandy}, and every gardener here {complains about it|has a theory about it}.
After {9-21} dry days the water butts are {empty|nearly empty} and the {lettuces|peas} have {bolted|given up}.
{PERSON} and I share a plot {behind the station|by the old railway}, {10-24} metres long and never {quite|once} weeded.
There is {little|not much} to do outdoors in {MONTH} except {plan|sharpen the tools|order seeds}.
[body]
Sow {peas|broad beans} where the {cabbages|potatoes} stood last year. They leave nitrogen behind, and the {leeks|kale} that follow will {thank you|use it}.
Compost needs brown {as well as|and} green: for every bucket of {peelings|grass}, a bucket of {torn cardboard|dead leaves}. If it smells, {add more brown|turn it}.
We lost {half|most of} the {courgettes|seedlings} to slugs in {one night|a wet week}. Now they start on a {high shelf|table} and go out when they are {as long as a hand|too tough to eat}.
Prune {apples|pears} when the tree is {asleep|bare}, plums only in {summer|June}. Take out the {dead|crossing} wood first and {then stop|stand back and look}.
A {mulch|layer} of straw keeps the {berries|strawberries} clean and saves {a can of water|an evening's watering} a day.
Water {deeply|at the roots} and {seldom|not every day}. A {sprinkle|little} each evening only teaches the roots to {stay near the top|be lazy}.
The greenhouse lost {two|three} panes in the {storm|gale}. We patched it with {plastic sheet|an old shower door}, which is {ugly|not pretty} but {warm|dry}.
{Blackbirds|Wrens} have nested in the {ivy|hedge}, so the hedge will wait until {August|the young have flown}.
Save seed from the {best|strongest} plant, not from the one that {failed to sell|was left over}. Dry it on {paper|a plate}, label it, and {keep it cool|put it in a tin}.
Nettles are {a good sign|no disgrace}: they like {rich|deep} soil, feed {caterpillars|butterflies}, and make a {rank|strong} but useful {feed|tea} for tomatoes.
Raised beds {warm up|drain} sooner, by {one|two} weeks in our case, but they {dry out|need filling} too.
The first {radishes|salads} were ready on the {4-28}th, {earlier|later} than {last year|any year in the diary}.
The {robin|old cat} follows the fork. Every {turned spadeful|root} is inspected, and {nothing|not much} is wasted.
{Frost|A late frost} is due on {day}. Cover the {early potatoes|dahlias} with {fleece|newspaper} and take it off {by ten|when the sun is up}.
[items]
{two|three} barrows of compost
string, {canes|hazel poles} and labels
seed of {beetroot|chard|winter salad}
{fleece|netting} against the {frost|pigeons}
a {sharp|clean} pair of secateurs
[close]
That will do for {this week|now}; the kettle is {on|calling}.
Surplus {marrows|rhubarb} will be left {at the gate|by the shed}. {Please take some|Help yourself}.
Next job: {the hedge|the path|finding the hose}.

== recipe : web
[title]
#soup {Lentil|Split pea|Bean} soup with {lemon|smoked paprika}
#cake {Apple|Plum|Pear} cake in one bowl
#savoury {Roast|Braised} {cabbage|carrots|leeks} with {butter|caraway}
#tart {Quick|Slow} {onion|mushroom} tart
[open]
This is what we {cook|make} when {nobody has been to the shop|it rains}, and it {feeds|will do for} {four|six}.
I had this first in a {station buffet|kitchen} in {TOWN} and have been {trying to copy it|changing it} ever since.
{Few|Not many} dishes are as {forgiving|cheap}. Every {quantity|amount} below can be {doubled|halved} without harm.
The recipe came on the back of {an envelope|a bus ticket} from {PERSON}, who {never measures anything|cooks by ear}.
[body]
#soup,savoury,tart Start with the onions and {do not hurry|give them time}. They should be {soft and golden|sweet}, not {brown|crisp}, which takes {12-20} minutes on a low flame.
#soup,savoury Toast the seeds in a dry pan until you can smell them from {the door|across the room}, then {crush|grind} roughly.
#cake Butter the tin well and line it with paper, {even if it is non-stick|whatever the label says}. It takes {one minute|no time} and saves {swearing|the first slice}.
#tart Chill the pastry for {20-60} minutes before you roll it. {Warm|Hurried} pastry {shrinks|tears}, and nothing can be done {about it|afterwards}.
#cake If the {batter|mixture} looks {split|curdled}, do not worry: the {flour|last spoonful of flour} will bring it back.
Use the {heaviest|widest} pan you have. A thin one {scorches|burns} the bottom while the top is still {raw|cold}.
#soup,savoury,tart Taste before you salt. {Stock|Tinned beans} can be {salty enough|very salty} already, and {lemon|a little vinegar} often does what you thought salt would do.
#cake,tart The middle is done when a {knife|skewer} comes out {clean|with a few crumbs} and the edge {shrinks|pulls away} from the tin.
Leftovers keep {two|three} days in the {fridge|cold} and are, {frankly|I think}, better on the second.
#soup For a {richer|thicker} soup, blend {a third|half} of it and stir that back in. {Children|Guests} will think there is cream.
#cake No {buttermilk|yoghurt}? Add a spoon of {lemon juice|vinegar} to ordinary milk and wait {five|ten} minutes.
#soup,savoury,tart Serve it with {bread|rice} and something {sharp|green}: {pickled cucumber|a handful of parsley} is {ideal|enough}.
#cake Peel the fruit or do not, as you {like|please}. The skins {colour the juice|give a little bite}, and there is {less to do|one job less}.
#cake,tart,savoury My oven is {hot on the left|uneven}, so I turn the {tin|tray} after {15-25} minutes. Yours may be {kinder|better}.
[listhead]
You will need
Ingredients
[items]
#soup {150-350} g of {red lentils|split peas|white beans}
#cake,tart {150-350} g of flour
#soup,savoury,tart {2-4} {onions|leeks}, sliced
{1-3} tablespoons of {oil|butter}
a pinch of {salt|nutmeg}
#soup {400-900} ml of {water|stock}
#cake {100-240} ml of {milk|buttermilk}
#soup,savoury {2-5} {carrots|celery sticks}
#cake {2-5} {eggs|ripe plums|apples}
#soup,savoury,tart a {small|large} bunch of {parsley|dill}
the juice of {half a|one} lemon
[steps]
Heat the oven to {170-210} degrees, or {light|warm} the hob.
Chop everything {finely|into even pieces} before you begin.
#soup,savoury,tart Cook the {onions|leeks} in the {fat|oil} until {soft|they slump}.
#soup Add the {dry things|lentils} and stir for a minute.
#soup,savoury Pour in the {liquid|stock} and {simmer|cook gently} for {18-45} minutes.
Season, {rest|leave it} for {5-15} minutes and serve.
[close]
{Eat it|Best eaten} {hot|warm}, with {friends|the radio on}.
It freezes well for {two|three} months if {there is any left|you hide it}.
Thank you to {PERSON} for {testing it|washing up}.

== astronomy : web notes news
[title]
The sky above {TOWN} in {MONTH}
Finding {Saturn|Jupiter|the Andromeda galaxy} with {binoculars|a small telescope}
A {clear|cold} night on {the hill|the common}
{Grinding|Testing} a {six|eight}-inch mirror at home
[open]
The clouds parted at {ten|half past ten} and {18-60} people {looked up|went quiet}.
You do not need a {telescope|big telescope} to begin; {a deckchair|a pair of binoculars} and {a dark corner|a warm coat} will do.
{Jupiter|Saturn|Venus} is {well placed|easy to find} this month, {low in the south|high before midnight}.
{PERSON} has watched {variable stars|meteors|the Moon} from the same {garden|roof} for {12-44} years.
[body]
Let your eyes {adapt|get used to the dark} for {twenty|thirty} minutes. One glance at a {phone|torch} and you {start again|lose it all}.
The four large moons of Jupiter change places {from night to night|hour by hour}. Draw them as {dots|small crosses} on a line and the {pattern|order} becomes clear in a week.
Start at the {Plough|pointers} and follow the curve of the handle to {an orange star|Arcturus}; keep going and you {reach|meet} Spica, {blue-white|white} and {lower|lonely}.
A {globular cluster|star cluster} looks like {a grain of fog|breath on glass} at low power. At {100-160} times it {breaks into|shows} hundreds of separate points.
Aperture gathers light, but {a steady mount|good air} is what lets you {use|see} it. A {shaking|wobbly} image shows {nothing|less than the naked eye}.
Saturn's rings are {tilted|open} by {5-24} degrees this year. In a {small|sixty-millimetre} telescope they are {two ears|a thin line}; in a larger one you can see the {gap|dark division}.
The {Perseids|Geminids} should peak around {2|3} in the morning. Expect {20-60} an hour {from a dark site|under a clean sky} and {far fewer|a handful} from town.
The mirror is tested with a {lamp|slit} and a knife edge. Shadows {race|slide} across the glass, and an error of a {millionth of an inch|tenth of a wavelength} stands out like {a hill|a furrow}.
Dew is the {enemy|usual end} of a long night. A {cardboard|foam} tube around the lens buys {another hour|a little time}.
Light from the {galaxy|nebula} left {before there were people|long before any of us}, and it ends in {a cold eye|somebody's garden}. That thought is {hard to get used to|worth the cold feet}.
New street lamps in {TOWN} point {down|downwards}. The {Milky Way|winter sky} is {better|clearer} than it was {five|ten} years ago.
A lunar eclipse needs no {filter|equipment} at all. The shadow takes {about an hour|over an hour} to cross, and the Moon turns {copper|the colour of brick}.
Never look at the Sun through {any glass|a finder} without a proper filter {over the front|in front of the lens}. Project the image on {card|white paper} {instead|and stand beside it}.
[close]
Clear skies, and {bring gloves|wear two pairs of socks}.
The next open evening is on {day} the {2-28}th, {weather permitting|if it is clear}.
Observations can be {left|handed in} at the {library|school} desk.

== choir : notes news web
[title]
Rehearsal notes, {day} {2-28} {MONTH}
Looking for {two|three} {tenors|basses|altos}
{Spring|Winter} concert: what went {well|right}
Singing in a {cold|damp} church
[open]
{18-46} singers came, {which is a record|more than last week}, and {eleven|nine} of them had {pencils|the right copy}.
The choir of {TOWN} has met {in the same hall|above the same shop} since {1946-1998}.
We began with {scales|breathing} because the hall was {freezing|so cold} that nobody {would take off a coat|could feel their feet}.
Please read this before {day}; it is {short|not long} and {most of it is about page turns|the last line matters}.
[body]
Altos: the {F sharp|B flat} in bar {12-90} is still {a matter of opinion|low}. Listen to the {organ|second sopranos} and {come up to it|place it from above}.
Breathe {after the comma|at the rest}, not {before the last word|where it suits you}. If you must breathe elsewhere, {steal it|do it alone}.
{PERSON} took the {basses|men} into the {vestry|kitchen} for {twenty|fifteen} minutes and they came back {in tune|transformed}.
The Latin should have {pure|open} vowels. {Five|All} of them, please, and no {diphthongs|chewing}.
The {middle|slow} movement works if the {tenors|sopranos} sing {half as loud|under the others}. We tried it {twice|three times} and the {second|last} was {lovely|very good}.
Consonants go {before|just ahead of} the beat so that the vowel lands {on it|in time}. It feels {early|wrong} until you hear the {recording|playback}.
The borrowed scores {must|have to} go back {to the library|by post} with {no pencil mark left|every pencil mark rubbed out}.
Thanks to those who {set out the chairs|brought cake}. The {tea urn|heater} {leaks|trips the fuse}; {use the kettle|please do not touch it}.
We stood in a circle for the {last|final} piece and {could hear everyone|nobody could hide}. I should like to {try that again|do it in the concert}.
Tickets are {6-12} pounds, or free for anyone under {sixteen|eighteen}. Each of us is asked to {sell five|put up one poster}.
The recording is {kinder|more honest} than I feared. From bar {30-110} we sound like {one voice|a choir}; before that, like {several|a queue}.
The soloist will be {here|with us} on {day}. {Please be early|Please learn the notes first}.
Watch. It is the {cheapest|quickest} improvement {we can make|there is}.
[close]
Next week: {pages {3-20} to {24-40}|the {Gloria|psalm}, from memory}.
No rehearsal on {day}, because the hall is {let|needed for the election}.
Bring {water, a pencil and|a coat and} the blue {folder|book}.

== riverwalk : web notes
[title]
Along the {RIVER} from {TOWN} to the {weir|old bridge}
A {short|wet|slow} walk for a {Sunday|grey day}
{Six|Nine|Eleven} miles by water
[open]
The path leaves the {car park|station} by a {gate|stile} that {no longer shuts|is tied with string}.
The {RIVER} is {low|high} this month and the {stepping stones|meadows} are {dry|under water}.
We set out at {eight|nine} with {sandwiches|a flask} and a map from {1954-1996}, which turned out to be {better than the new one|nearly right}.
[body]
After the {second|first} footbridge the bank is {undercut|soft}. Keep to the {field edge|left} and {mind the cattle|shut the gates}.
A {heron|kingfisher} worked the shallows below the {mill|weir}, and did not {care about|notice} the {dog|rain}.
The old {mill|pumping station} has lost its {roof|wheel}, but the race still runs, {green|clear} and {quick|louder than you expect}.
Here the valley {narrows|opens}. {Alders|Willows} lean over the water and the {road|railway} is {out of hearing|far above}.
We met {an angler|a woman with two goats} who told us the {flood|water} of {1968-2007} had reached {the third step|the window sills} of the {inn|chapel}.
The mud is {ankle deep|famous} after rain. {Boots|Gaiters} are {a good idea|not vanity}.
Lunch was taken on a {fallen trunk|bench in memory of a ferryman}. The {soup|tea} was still {warm|hot}.
{Otter|Badger} prints crossed the {sand|silt}: five toes, {fresh|sharp at the edge}, going {upstream|the other way}.
At the confluence two colours run {side by side|together} for {fifty|a hundred} metres before they {mix|agree}.
The {ferry|bus} back runs {once an hour|four times a day}, except on {day}, when it {does not run|is driven by the vicar}.
There is a {tap|café} at the {lock|boatyard}, open {from Easter|at weekends}. They do not {take cards|mind mud}.
The last mile follows the {towpath|embankment}, {flat|straight} and {windy|rather dull}, with a view of the {gasworks|spire}.
[items]
Distance: {4-14} miles, {mostly flat|some climbing}
Time: {2-6} hours with {stops|lunch}
Map: sheet {100-210}
Dogs: {on a lead near sheep|welcome}
Nearest {bus|train}: {TOWN}
[listhead]
In brief
At a glance
[close]
We were home before {dark|the rain}, {tired|muddy} and {pleased|hungry}.
Go in {April|October}, when the {banks|woods} are {yellow|full of garlic}.
The path may be {closed|moved} in {MONTH} for {repairs|work on the bank}: look for the {notice|sign} at the {lock|bridge}.

== millstones : web notes
[title]
How a {pair of millstones|millstone} is dressed
{Wind|Water} and {oak|iron}: a day at the {upper|lower} mill
What a miller listens for
The language of {mills|old gears}
[open]
The two stones must {never touch|not meet}. Between them there is a gap {thinner than paper|of less than a millimetre} at the rim, and the whole trade lives {in it|there}.
{PERSON} stopped the wheel, {wiped both hands|put down the lamp} and said that the stone was {blunt|tired}.
The mill at {TOWN} has ground {wheat|barley|rye} since {1612-1850}, with {a pause|a few pauses} for {fire|floods} and {taxes|war}.
The hand mill, or quern, is {older than the wheel|the oldest machine in most museums}: one stone lies still and another turns on it.
[body]
The lower one is the bed stone and stays {still|fixed}. The upper is the runner; it hangs on an iron {cross|bridge} called the rynd and must be {balanced|hung} like {a scale|a bell}.
Grain drops through the eye and {works its way|is driven} outward along the furrows. It is {cut|sheared} more than {crushed|squeezed}, which is why a {sharp|well-dressed} stone runs {cool|quietly}.
Dressing means {lifting the runner|turning the stone on its back} and recutting the {furrows|lands} with a steel {bill|pick}. It takes {two|three} days for a pair and {leaves|marks} the hands with {blue specks|splinters of steel}.
A {rule of thumb|miller's thumb} was just that: the meal was rubbed between {thumb and finger|two fingers} to feel whether it was {too warm|coarse}.
The damsel is an iron {rod|spindle} that {knocks|rattles} against the shoe and shakes the grain down. The faster the {stone|wheel}, the faster it {chatters|feeds}.
French burr stones came in {wedges|blocks} and were {cemented|bound} together with {plaster|iron hoops}. Those {from the Peak|of gritstone} are {one piece|cut whole} and {better for oats|softer}.
Too much grain lifts the stone; too little lets it {strike|spark}. A bell on a {strap|cord} rang when the hopper {ran low|was nearly empty}.
{Elm|Apple wood} was used for the cogs, since a {wooden|softer} tooth {breaks|gives} before the {iron|costly} one does. {Spare|New} ones were cut in {winter|the quiet months}.
Bran from a {blunt|badly set} stone comes off as {dust|powder} and turns the flour {grey|dull}. From a good one it falls in {broad flakes|curls}.
The sluice is opened a {hand's width|notch} at a time. Water has to be {won|saved} overnight in the pond, so {grinding|work} stops when the {level|mark on the post} says so.
Tailwater matters as much as the {head|fall}. If the stream below is {full|high}, the wheel {wades|drags} and the stones {slow|lose heart}.
Visitors expect {quiet|peace}. In fact the {floor|whole building} {hums|shakes}, and a miller {on the stairs|in bed} knows from the {tone|pitch} that something has {changed|come loose}.
The {great spur wheel|pit wheel} has {64-128} teeth and the {nut|pinion} a number with no common factor, so that the same {two|pair} {seldom meet|meet rarely} and both wear {evenly|alike}.
[close]
The flour is sold {at the door|on Saturdays}, in {paper bags|bags tied with string}.
A {model|drawing} of the {gears|stones} can be seen {upstairs|in the granary}.
It is {noisy|dusty} work, and {I went home|we left} with {white eyebrows|flour in every pocket}.

== product : web
[title]
#tin {Enamel|Steel} bread tin, {medium|large}
#table {Folding|Wall-mounted} work table in {ash|beech}
#bag {Waxed|Canvas} saddle bag, {6-14} litres
#mill {Hand|Table} mill for {coffee|grain}, {cast iron|beech}
[open]
Made in {a small workshop|our own workshop} near {TOWN} and {finished|checked} by hand.
Built to be {repaired|used daily}, not {replaced|looked at}.
Our {best-known|most returned-to} model, now in {grey|dark green|cream}.
[body]
#tin Every {seam|edge} is {rounded|folded twice}, so there is nothing to {catch|rust}. The handle stays {cool|put} and {can be replaced|unscrews for cleaning}.
#table,mill We use {local|certified} timber, {air dried|seasoned} for {2-5} years. The grain {differs|varies} from piece to piece; {that is not a fault|please expect it}.
#tin Wash it in {warm water|soapy water}, dry it {at once|well} and {oil it|wipe it with oil} twice a year. It does not like {dishwashers|being left to soak}.
#mill The {grind|setting} is adjusted with {one screw|a brass nut}, from {powder|fine} to {cracked|coarse}. The burrs are {hardened steel|stone} and last {for decades|longer than most kitchens}.
Spare parts for all models since {1978-2009} are {in stock|kept in the drawer behind the desk}. Send us a {photograph|sketch} if you do not know the {name|number}.
#table It arrives {flat|in one box} with {four bolts|a key} and a {single|one-page} drawing. Most people need {ten|fifteen} minutes and {no help|one friend}.
#bag The strap is {harness leather|woven cotton}. It {darkens|softens} with use and {may stain light cloth|smells of wax} for the first {week|month}.
#bag,tin Customers tell us they use it for {things we never thought of|apples}, {nails|knitting} and, once, {a sleeping kitten|seed potatoes}.
#bag The buckle opens with {one hand|gloves on} and does not {work|shake} loose on {cobbles|rough roads}. The flap is long enough to {close over|cover} a {loaf|rolled coat}.
#bag The cloth is {woven here|waxed by hand} and {turns|keeps out} a {long shower|day of drizzle}. {Wax it again every autumn and it will outlast the bicycle|A new coat of wax every second year is enough}.
#tin The walls are {0|1}.{5-9} mm thick, so the crust {browns|colours} {evenly|to the corners}. A {700|800} gram dough {fills it|rises to the rim}.
#table The top takes {80-160} kg and {does not|will not} {wobble|creep}. Feet of {cork|rubber} can be {screwed|turned} to suit a {sloping|stone} floor.
#mill The hopper holds {60-250} grams and the {drawer|jar} below {a little more|the same}. {Two|Three} minutes of turning make enough for {four cups|a small loaf}.
#mill The crank is {long|set low} so that {children|tired arms} can turn it, and the clamp {fits|grips} any table up to {4-7} cm thick.
If it is not {right|what you hoped}, return it within {30-90} days {unused or used|in any state}; we would {rather|like to} know why.
[listhead]
Details
Specification
[items]
Weight: {1-9}.{1-9} kg
Size: {18-60} × {12-40} × {8-30} cm
#table,mill Material: {beech|ash|oak}
#tin Material: {steel|enamelled steel}
#bag Material: canvas and leather
Colour: {grey|green|natural}
Guarantee: {5-25} years
Delivery: {2-9} working days
Price: £{14-180}.{10-99}
[close]
{Usually|Normally} sent {the same day|within two days}.
Also available in {small|large}, and as a {kit|second}.
Questions? {Ring the workshop|Write to us}; somebody {answers|picks up} between {nine|ten} and {four|five}.
"""
