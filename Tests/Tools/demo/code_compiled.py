"""Source code bank: C and Swift units (notation: code.py)."""

C = r'''
/* «NOUN»s kept in a «ring|table|list», with no allocation after start-up. */
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_«items|slots|entries» «32-4096»
%%
// «place» controller: reads «FIELD» values and keeps a running sum.
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
====
struct «NOUN» {
    char «LABEL»[«16-64»];
    double «FIELD»;
    uint32_t flags;
    struct «NOUN» *next;
};
%%
static uint64_t hash_bytes(const unsigned char *p, size_t n) {
    uint64_t h = 1469598103934665603ULL;
    while (n--) {
        h ^= *p++;
        h *= 1099511628211ULL;
    }
    return h;
}
%%
static struct «NOUN» *push(struct «NOUN» *head, const char *«LABEL», double «FIELD») {
    struct «NOUN» *it = calloc(1, sizeof *it);
    if (it == NULL) {
        perror("calloc");
        exit(EXIT_FAILURE);
    }
    snprintf(it->«LABEL», sizeof it->«LABEL», "%s", «LABEL»);
    it->«FIELD» = «FIELD»;
    it->next = head;
    return it;
}
%%
/* Reverses the list in place and returns the new head. */
static struct «NOUN» *reverse(struct «NOUN» *head) {
    struct «NOUN» *done = NULL;
    while (head != NULL) {
        struct «NOUN» *rest = head->next;
        head->next = done;
        done = head;
        head = rest;
    }
    return done;
}
%%
typedef struct {
    uint8_t *data;
    size_t head, tail, size;
} ring_t;

static bool ring_put(ring_t *r, uint8_t byte) {
    size_t next = (r->head + 1) % r->size;
    if (next == r->tail)
        return false; /* full */
    r->data[r->head] = byte;
    r->head = next;
    return true;
}

static bool ring_get(ring_t *r, uint8_t *byte) {
    if (r->head == r->tail)
        return false;
    *byte = r->data[r->tail];
    r->tail = (r->tail + 1) % r->size;
    return true;
}
%%
static int by_«FIELD»(const void *a, const void *b) {
    const struct «NOUN» *x = a, *y = b;
    return (x->«FIELD» > y->«FIELD») - (x->«FIELD» < y->«FIELD»);
}
%%
static char *trim(char *s) {
    while (*s == ' ' || *s == '\t')
        s++;
    size_t n = strlen(s);
    while (n > 0 && (s[n - 1] == '\n' || s[n - 1] == '\r' || s[n - 1] == ' '))
        s[--n] = '\0';
    return s;
}
%%
static long count_lines(FILE *in) {
    char buffer[«1|4|8|16» * 1024];
    long lines = 0;
    size_t got;
    while ((got = fread(buffer, 1, sizeof buffer, in)) > 0)
        for (size_t i = 0; i < got; i++)
            lines += buffer[i] == '\n';
    return ferror(in) ? -1 : lines;
}
%%
static unsigned popcount64(uint64_t x) {
    unsigned n = 0;
    for (; x; x &= x - 1)
        n++;
    return n;
}
%%
static int parse_u32(const char *s, uint32_t *out) {
    uint64_t value = 0;
    if (*s == '\0')
        return -EINVAL;
    for (; *s; s++) {
        if (*s < '0' || *s > '9')
            return -EINVAL;
        value = value * 10 + (uint64_t)(*s - '0');
        if (value > UINT32_MAX)
            return -ERANGE;
    }
    *out = (uint32_t)value;
    return 0;
}
%%
int main(int argc, char **argv) {
    struct «NOUN» *list = NULL;
    double sum = 0;
    for (int i = 1; i + 1 < argc; i += 2)
        list = push(list, argv[i], strtod(argv[i + 1], NULL));
    for (struct «NOUN» *it = list; it; it = it->next)
        sum += it->«FIELD»;
    printf("%d «NOUN»s, «FIELD» %.2f\n", (argc - 1) / 2, sum);
    return 0;
}
'''

SWIFT = r'''
// «NOUN»s and the rules for «sorting|checking|storing» them.
import Foundation
%%
/// A «small|simple» model of the «place»: each «NOUN» has its «LABEL» and its «FIELD».
import Foundation
====
struct «CLASS»: Codable, Hashable, Sendable {
    let id: Int
    var «LABEL»: String
    var «FIELD»: Double

    var isEmpty: Bool { «LABEL».isEmpty && «FIELD» == 0 }
}
%%
enum «Loading|Import»Error: Error, CustomStringConvertible {
    case missing(path: String)
    case malformed(line: Int, reason: String)

    var description: String {
        switch self {
        case .missing(let path): "no such file: \(path)"
        case .malformed(let line, let reason): "line \(line): \(reason)"
        }
    }
}
%%
extension Sequence where Element == Double {
    /// The mean, or nil for an empty sequence.
    func mean() -> Double? {
        var sum = 0.0, count = 0
        for value in self {
            sum += value
            count += 1
        }
        return count == 0 ? nil : sum / Double(count)
    }
}
%%
final class «Throttle|Limiter» {
    private let interval: TimeInterval
    private var last = Date.distantPast

    init(perSecond rate: Double = «2-40») {
        interval = 1 / rate
    }

    func allow(now: Date = Date()) -> Bool {
        guard now.timeIntervalSince(last) >= interval else { return false }
        last = now
        return true
    }
}
%%
func parseRow(_ line: Substring, number: Int) throws -> (String, Double) {
    let parts = line.split(separator: "«,|;|:»", maxSplits: 1)
    guard parts.count == 2, let value = Double(parts[1]) else {
        throw ParseError(line: number, text: String(line))
    }
    return (String(parts[0]), value)
}
%%
struct Heap<Element: Comparable> {
    private var items: [Element] = []

    var first: Element? { items.first }

    mutating func insert(_ element: Element) {
        items.append(element)
        var child = items.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard items[child] < items[parent] else { return }
            items.swapAt(child, parent)
            child = parent
        }
    }
}
%%
actor «CLASS»Store {
    private var byID: [Int: Double] = [:]

    func add(_ «FIELD»: Double, for id: Int) {
        byID[id, default: 0] += «FIELD»
    }

    func top(_ count: Int = «3-20») -> [(Int, Double)] {
        Array(byID.sorted { $0.value > $1.value }.prefix(count)).map { ($0.key, $0.value) }
    }
}
%%
@Test func meanOfNothingIsNil() {
    #expect([Double]().mean() == nil)
    #expect([2, 4].mean() == 3)
}
%%
let formatter: NumberFormatter = {
    let formatter = NumberFormatter()
    formatter.maximumFractionDigits = «1-4»
    formatter.groupingSeparator = "\u{202F}"
    return formatter
}()
%%
func lineCount(at url: URL) throws -> Int {
    let data = try Data(contentsOf: url, options: .mappedIfSafe)
    return data.withUnsafeBytes { bytes in
        bytes.reduce(into: 0) { count, byte in
            if byte == 0x0A { count += 1 }
        }
    }
}
'''
