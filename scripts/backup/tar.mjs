const BLOCK = 512

/**
 * Formats a file for a tar archive (POSIX ustar): header, bytes, and zeros up to the next block.
 * @param {string} name of at most 100 octets
 * @param {Buffer} bytes
 * @returns {Buffer}
 */
export function tarEntry(name, bytes) {
  const header = Buffer.alloc(BLOCK)
  const put = (at, text) => header.write(text, at, 'utf8')
  put(0, name)
  put(100, '0000600\0')
  put(108, '0000000\0')
  put(116, '0000000\0')
  put(124, `${bytes.length.toString(8).padStart(11, '0')} `)
  put(136, `${Math.floor(Date.now() / 1000).toString(8)} `)
  put(148, ' '.repeat(8)) // the checksum field counts as spaces in the checksum
  put(156, '0')
  put(257, 'ustar\x0000')
  put(148, `${sumOf(header).toString(8).padStart(6, '0')}\0 `)
  return Buffer.concat([header, bytes, Buffer.alloc(-bytes.length & (BLOCK - 1))])
}

/** End of a tar archive. */
export const TAR_END = Buffer.alloc(2 * BLOCK)

/** Error for a tar archive that is `broken`, or `cut` if it ends too early. */
export class TarError extends Error {
  constructor(problem, entry) {
    super(`tar: ${problem}`)
    this.problem = problem
    this.entry = entry
  }
}

/**
 * Yields the files of an archive one after the other, with one file in memory.
 * @param {AsyncIterable<Buffer>} source
 * @param {number} maxBytes maximum size of a file
 * @returns {AsyncGenerator<{ name: string, bytes: Buffer }>}
 * @throws TarError
 */
export async function* readTar(source, maxBytes) {
  const chunks = source[Symbol.asyncIterator]()
  let buffered = Buffer.alloc(0)
  let lastName
  const take = async (length) => {
    const parts = [buffered]
    let available = buffered.length
    while (available < length) {
      const { done, value } = await chunks.next()
      if (done) throw new TarError('cut', lastName)
      parts.push(value)
      available += value.length
    }
    const all = parts.length > 1 ? Buffer.concat(parts) : buffered
    buffered = all.subarray(length)
    return all.subarray(0, length)
  }
  for (;;) {
    const header = await take(BLOCK)
    if (header.every((octet) => octet === 0)) return
    const size = Number.parseInt(header.toString('latin1', 124, 136), 8)
    const sum = Number.parseInt(header.toString('latin1', 148, 156), 8)
    const zeroed = Buffer.from(header).fill(' ', 148, 156)
    if (sum !== sumOf(zeroed) || !(size >= 0 && size <= maxBytes)) throw new TarError('broken', lastName)
    lastName = header.toString('utf8', 0, 100).replace(/\0.*$/s, '')
    const bytes = await take(size)
    await take(-size & (BLOCK - 1))
    yield { name: lastName, bytes }
  }
}

function sumOf(header) {
  return header.reduce((sum, octet) => sum + octet, 0)
}
