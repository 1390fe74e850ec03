import QuernBytes
import TestSupport
import Testing

@Suite struct ByteBufferTests {
  @Test func appendingMatchesAnArray() {
    var random = RandomGenerator(seed: 1)
    for _ in 0..<50 {
      var buffer = ByteBuffer(capacity: random.next(below: 20))
      var expected: [UInt8] = []
      for _ in 0..<60 {
        change(&buffer, &expected, &random)
        #expect(array(buffer) == expected)
        #expect(buffer.count == expected.count && buffer.isEmpty == expected.isEmpty)
        #expect(buffer.capacity >= buffer.count)
      }
    }
  }

  /// Does the same to both.
  private func change(_ buffer: inout ByteBuffer, _ expected: inout [UInt8], _ random: inout RandomGenerator) {
    switch random.next(below: 8) {
    case 0:
      let byte = UInt8(random.next(below: 256))
      buffer.append(byte)
      expected.append(byte)
    case 1:
      let bytes = random.bytes(random.next(below: 300))
      withBytes(bytes) { buffer.append($0) }
      expected += bytes
    case 2:
      let value = random.next()
      buffer.append(littleEndian: value)
      expected += littleEndian(value)
    case 3:
      let text = random.text(5)
      buffer.append(string: text)
      expected += Array(text.utf8)
    case 4:
      let value = Int(truncatingIfNeeded: random.next() >> UInt64(random.next(below: 64)))
      buffer.append(decimal: value)
      expected += Array(String(value).utf8)
    case 5:
      let length = random.next(below: expected.count + 1)
      buffer.removeFirst(length)
      expected.removeFirst(length)
    case 6:
      let length = random.next(below: expected.count + 1)
      buffer.truncate(to: length)
      expected.removeLast(expected.count - length)
    default:
      let bytes = random.bytes(random.next(below: 100))
      buffer.appendFilling(atLeast: bytes.count) { room in
        room.copyBytes(from: bytes)
        return bytes.count
      }
      expected += bytes
    }
  }

  @Test(arguments: [0, 1, 63, 64, 65, 4096])
  func paddingCanBeWrittenWithoutHarm(capacity: Int) {
    var buffer = ByteBuffer(capacity: capacity)
    for _ in 0..<capacity { buffer.append(7) }
    overwritePadding(buffer)
    #expect(array(buffer) == [UInt8](repeating: 7, count: capacity))
    buffer.reserve(1)
    overwritePadding(buffer)
    buffer.append(8)
    #expect(array(buffer) == [UInt8](repeating: 7, count: capacity) + [8])
    buffer.removeAll()
    buffer.shrink(to: 16)
    overwritePadding(buffer)
    #expect(array(buffer).isEmpty)
  }

  private func overwritePadding(_ buffer: borrowing ByteBuffer) {
    for at in 0..<ByteBuffer.padding {
      buffer.base.storeBytes(of: 0xEE, toByteOffset: buffer.capacity + at, as: UInt8.self)
    }
  }

  @Test func decimals() {
    for value in [0, 1, 9, 10, 99, 100, -1, -10, Int.max, Int.min, Int.min + 1] {
      var buffer = ByteBuffer()
      buffer.append(decimal: value)
      #expect(buffer.bytes.text == String(value))
    }
    var power: UInt64 = 1
    for _ in 0..<20 {
      for value in [power &- 1, power, power &+ 1, UInt64.max] {
        var buffer = ByteBuffer()
        buffer.append(decimal: value)
        #expect(buffer.bytes.text == String(value))
      }
      power = power.multipliedReportingOverflow(by: 10).partialValue
    }
  }

  @Test func shrinkFreesRoomOnlyWhenEmpty() {
    var buffer = ByteBuffer(capacity: 1000)
    buffer.append(1)
    buffer.shrink(to: 10)
    #expect(buffer.capacity == 1000 && array(buffer) == [1])
    buffer.removeAll()
    buffer.shrink(to: 2000)
    #expect(buffer.capacity == 1000)
    buffer.shrink(to: 10)
    #expect(buffer.capacity == 10)
    withBytes([UInt8](repeating: 5, count: 100)) { buffer.append($0) }
    #expect(array(buffer) == [UInt8](repeating: 5, count: 100))
  }

  @Test func aFailingFillAppendsNothing() {
    struct Failure: Error {}
    var buffer = ByteBuffer()
    buffer.append("kept")
    do throws(Failure) {
      try buffer.appendFilling(atLeast: 10) { (room) throws(Failure) in
        room.copyBytes(from: [1, 2, 3])
        throw Failure()
      }
      Issue.record("nothing was thrown")
    } catch {}
    #expect(buffer.bytes.text == "kept")
  }

  @Test func copies() {
    let bytes: [UInt8] = Array(0...255)
    let copy = withBytes(bytes) { ByteBuffer(copying: $0) }
    #expect(array(copy) == bytes)
    let nothing = withBytes([]) { ByteBuffer(copying: $0) }
    #expect(array(nothing).isEmpty)
  }
}
