import CText
import QuernText

/// The pass that counts characters, words and letters and finds stop words.
///
/// ASCII text is taken 64 bytes at a time as bit masks, other text code point by code point. Both keep the same state,
/// so they may alternate at any code point.
struct CharacterPass {
  private let text: UnsafePointer<UInt8>
  private let count: Int
  private let classes: UnsafePointer<UInt8>
  private let folder: CaseFolder
  private let stopWords: StopWords

  private var visible = 0
  private var alphabetic = 0
  private var unspaced = 0
  private var words = 0
  private var found = StopWordSet()

  /// Whether the last code point was visible: the word goes on with the next one.
  private var insideWord: UInt64 = 0
  /// The case-folded letters so far of the run of letters that the last code point belongs to, as a stop word key.
  private var runKey: UInt64 = 0
  /// Their number of bytes; anything above ``StopWords/longest`` is no stop word.
  private var runLength = 0

  private init(
    _ text: UnsafePointer<UInt8>, _ count: Int, _ classes: CharacterClasses, _ folder: CaseFolder,
    _ stopWords: StopWords
  ) {
    self.text = text
    self.count = count
    self.classes = classes.table
    self.folder = folder
    self.stopWords = stopWords
  }

  /// Counts in `text` (UTF-8); O(n).
  static func measure(
    _ text: UnsafeRawBufferPointer, classes: CharacterClasses, folder: CaseFolder
  ) -> CharacterCounts {
    guard let start = text.baseAddress, text.count > 0 else { return CharacterCounts() }
    let stopWords = StopWords.shared
    var pass = CharacterPass(start.assumingMemoryBound(to: UInt8.self), text.count, classes, folder, stopWords)
    pass.run()
    return CharacterCounts(
      characters: quern_count_code_points(pass.text, pass.count), visible: pass.visible, alphabetic: pass.alphabetic,
      unspaced: pass.unspaced, words: pass.words, stopWords: stopWords.most(in: pass.found))
  }

  private mutating func run() {
    var at = 0
    while at < count {
      if startsBlock(at) {
        let block = quern_ascii_block_at(text + at)
        let length = block.high == 0 ? 64 : block.high.trailingZeroBitCount
        addASCII(block, at, length)
        at &+= length
      } else {
        at = addCodePoints(at)
      }
    }
    endRun()
  }

  /// Whether there are 64 bytes at `at`, and enough ASCII at their start to make the block worth its while.
  @inline(__always)
  private func startsBlock(_ at: Int) -> Bool {
    at &+ 64 <= count
      && UnsafeRawPointer(text + at).loadUnaligned(as: UInt64.self) & 0x8080_8080_8080_8080 == 0
  }

  /// Adds the first `length` bytes of a block, all of them ASCII.
  @inline(__always)
  private mutating func addASCII(_ block: quern_ascii_block, _ at: Int, _ length: Int) {
    let valid = ~UInt64(0) &>> UInt64(64 &- length)
    let letters = block.letters & valid
    let visibleMask = ~block.spaces & valid
    alphabetic &+= letters.nonzeroBitCount
    visible &+= visibleMask.nonzeroBitCount
    words &+= (visibleMask & ~(visibleMask &<< 1 | insideWord)).nonzeroBitCount
    insideWord = visibleMask &>> UInt64(length &- 1)

    var rest = letters
    if runLength > 0 {
      // The run from before the block goes on with the letters at its start.
      let more = (~rest).trailingZeroBitCount
      extendRun(at, min(more, length))
      if more >= length { return }
      endRun()
      rest &= ~UInt64(0) &<< UInt64(more)
    }
    while rest != 0 {
      let place = rest.trailingZeroBitCount
      let size = (~(rest &>> UInt64(place))).trailingZeroBitCount
      if place &+ size >= length {
        extendRun(at &+ place, length &- place)
        return
      }
      if size <= StopWords.longest { stopWords.look(up: loadKey(at &+ place, size), &found) }
      rest &= ~UInt64(0) &<< UInt64(place &+ size)
    }
  }

  /// The key of `size` ASCII letters, 1 to 8.
  @inline(__always)
  private func loadKey(_ at: Int, _ size: Int) -> UInt64 {
    // Near the end of the text the last eight bytes are loaded; a block has 64, so there are as many.
    let missing = max(0, at &+ 8 &- count)
    let bytes = UnsafeRawPointer(text + (at &- missing)).loadUnaligned(as: UInt64.self).littleEndian
    return (bytes &>> UInt64(8 &* missing) | 0x2020_2020_2020_2020) & (~UInt64(0) &>> UInt64(64 &- 8 &* size))
  }

  /// Adds `size` ASCII letters to the run.
  @inline(__always)
  private mutating func extendRun(_ at: Int, _ size: Int) {
    guard size > 0 else { return }
    if runLength &+ size <= StopWords.longest {
      runKey |= loadKey(at, size) &<< UInt64(8 &* runLength)
      runLength &+= size
    } else {
      runLength = StopWords.longest &+ 1
    }
  }

  @inline(__always)
  private mutating func endRun() {
    if runLength > 0 && runLength <= StopWords.longest { stopWords.look(up: runKey, &found) }
    runKey = 0
    runLength = 0
  }

  /// Adds code points from `start` on, up to one where a block is worth its while, and returns where that is.
  ///
  /// The state lives in local variables here, which the compiler keeps in registers.
  private mutating func addCodePoints(_ start: Int) -> Int {
    let text = self.text
    let count = self.count
    let classes = self.classes
    let stopWords = self.stopWords
    var at = start
    var visible: UInt64 = 0
    var alphabetic = 0
    var words: UInt64 = 0
    var insideWord = self.insideWord
    var key = runKey
    var length = runLength
    repeat {
      let from = at
      let codePoint = text.decode(&at, count)
      let flags = quern_class_of(classes, codePoint)
      let isVisible: UInt64 = flags & CharacterClasses.space == 0 ? 1 : 0
      visible &+= isVisible
      words &+= isVisible & ~insideWord
      insideWord = isVisible
      alphabetic &+= Int(flags & CharacterClasses.alphabetic)
      if flags & CharacterClasses.unspaced != 0 {
        // Characters of scripts without spaces are runs of their own.
        unspaced &+= 1
        if length > 0 && length <= StopWords.longest { stopWords.look(up: key, &found) }
        stopWords.look(up: CharacterPass.pack(text, from, at, count), &found)
        key = 0
        length = 0
      } else if flags & (CharacterClasses.letter | CharacterClasses.mark) == 0 {
        if length > 0 && length <= StopWords.longest { stopWords.look(up: key, &found) }
        key = 0
        length = 0
      } else if length <= StopWords.longest {
        var more = at &- from
        var bytes: UInt64
        if flags & CharacterClasses.folds == 0 {
          bytes = CharacterPass.pack(text, from, at, count)
        } else {
          (bytes, more) = folder.folding(of: codePoint)
        }
        bytes = length < StopWords.longest ? bytes &<< UInt64(8 &* length) : 0
        key |= bytes
        length &+= more
      }
    } while at < count && !(text[at] < 0x80 && startsBlock(at))
    self.visible &+= Int(visible)
    self.alphabetic &+= alphabetic
    self.words &+= Int(words)
    self.insideWord = insideWord
    runKey = key
    runLength = length
    return at
  }

  /// The bytes of one code point, the first one lowest.
  @inline(__always)
  private static func pack(_ text: UnsafePointer<UInt8>, _ from: Int, _ end: Int, _ count: Int) -> UInt64 {
    if from &+ 8 <= count {
      let bytes = UnsafeRawPointer(text + from).loadUnaligned(as: UInt64.self).littleEndian
      return bytes & (~UInt64(0) &>> UInt64(64 &- 8 &* (end &- from)))
    }
    return packNearEnd(text, from, end)
  }

  @inline(never)
  private static func packNearEnd(_ text: UnsafePointer<UInt8>, _ from: Int, _ end: Int) -> UInt64 {
    var bytes: UInt64 = 0
    for at in from..<end { bytes |= UInt64(text[at]) &<< UInt64(8 &* (at &- from)) }
    return bytes
  }
}
