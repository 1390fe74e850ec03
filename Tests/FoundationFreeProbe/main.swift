// Uses one thing of every library of levels 1 to 4, so that all of them are linked: `make lint` looks at what this
// program needs when it runs.

import QuernBytes
import QuernCleaning
import QuernDedup
import QuernDocuments
import QuernJSON
import QuernPersonalData
import QuernShards
import QuernStreams
import QuernText
import QuernTokenizer
import QuernWorkers

print(mixBits(1))
print(Cancellation().isCancelled)
print(ZstdFrameWriter.libraryVersion)
print(JSONWriter().buffer.count)
print(ICUVersion.library)
print(DocumentID(file: 0, line: 1).packed)
print(SplitPattern.unicodeVersion)
print(TokenType(vocabularySize: 65_536).size)
print(Profile.all.count)
print(RemovalListWriter.self)
print(PersonalDataKinds.all.rawValue)
