const [QUOTE, BACKSLASH, LETTER_U] = [0x22, 0x5c, 0x75]

/** Number of bytes that remain of an escape sequence after its backslash, until the next byte tells which one it is. */
const UNKNOWN = 5

/**
 * Returns a function that shortens the strings of a JSON text that arrives in chunks of UTF-8. The text stays valid.
 * @param maxBytes length of a string from which it is cut, at the next whole character
 */
export function stringShortener(maxBytes: number): (chunk: Uint8Array) => Uint8Array {
  let isInString = false
  let isKept = true
  let length = 0
  let escaped = 0
  return (chunk) => {
    const shortened = new Uint8Array(chunk.length)
    let size = 0
    for (const byte of chunk) {
      const isWithin = escaped > 0 || (isInString && byte >> 6 === 0b10)
      const isQuote = byte === QUOTE && escaped === 0
      if (escaped === UNKNOWN) escaped = byte === LETTER_U ? 4 : 0
      else if (escaped > 0) escaped--
      else if (isInString && byte === BACKSLASH) escaped = UNKNOWN
      if (isQuote) {
        isInString = !isInString
        length = 0
      } else if (isInString) length++
      if (!isWithin) isKept = isQuote || !isInString || length <= maxBytes
      if (isKept) shortened[size++] = byte
    }
    return shortened.subarray(0, size)
  }
}
