import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { bytesOf } from './ical/testing'
import { ZipError } from './unpacking'
import { isZip, readZip, writeZip } from './zip'

async function read(bytes: AsyncIterable<Uint8Array>) {
  const found: Record<string, string> = {}
  for await (const { name, bytes: content } of readZip(bytes)) {
    const decoder = new TextDecoder()
    found[name] = ''
    for await (const chunk of content) found[name] += decoder.decode(chunk, { stream: true })
  }
  return found
}

const problem = (bytes: AsyncIterable<Uint8Array>) =>
  read(bytes).then(
    () => 'read',
    (error) => (error instanceof ZipError ? error.problem : error),
  )

async function zipFiles(files: Record<string, string>) {
  async function* all() {
    for (const [name, content] of Object.entries(files)) {
      yield {
        name,
        text: (async function* () {
          for (let from = 0; from < content.length; from += 100) yield content.slice(from, from + 100)
        })(),
      }
    }
  }
  const chunks: Uint8Array[] = []
  for await (const chunk of writeZip(all())) chunks.push(chunk)
  return new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer())
}

const files = { 'a.txt': 'short', 'b/ü.txt': 'ö'.repeat(50_000), 'empty.txt': '' }

describe('readZip', () => {
  it('reads archives of writeZip for any chunk size', async () => {
    const bytes = await zipFiles(files)
    expect(isZip(bytes)).toBe(true)
    for (const size of [1, 77, 1_000_000]) expect(await read(bytesOf(bytes, size))).toEqual(files)
  })

  it('reads archives of other programs', async () => {
    const zipped = zipSync(Object.fromEntries(Object.entries(files).map(([k, v]) => [k, strToU8(v)])))
    expect(await read(bytesOf(zipped))).toEqual(files)
    expect(await read(bytesOf(zipSync({ 'stored.txt': [strToU8('as it is'), { level: 0 }] })))).toEqual({
      'stored.txt': 'as it is',
    })
  })

  it('skips files that the reader does not consume', async () => {
    const names: string[] = []
    for await (const { name } of readZip(bytesOf(await zipFiles(files), 100))) names.push(name)
    expect(names).toEqual(Object.keys(files))
  })

  it('rejects zip bombs', async () => {
    const zeros = zipSync({ 'zeros.ics': new Uint8Array(100_000_000) })
    expect(await problem(bytesOf(zeros, 65_536))).toBe('bomb')
    const many = zipSync(Object.fromEntries(Array.from({ length: 1500 }, (_, n) => [`${n}`, strToU8('x')])))
    expect(await problem(bytesOf(many))).toBe('bomb')
  })

  it('reads or rejects an archive damaged at any position, without other errors', async () => {
    const bytes = zipSync({ 'a.ics': strToU8(`BEGIN:VCALENDAR\r\n${crypto.randomUUID().repeat(50)}`) })
    for (let at = 0; at < bytes.length; at += 13) {
      const outcome = await problem(bytesOf(bytes.subarray(0, at)))
      expect(['read', 'broken']).toContain(outcome)
      const damaged = bytes.slice()
      damaged[at] = damaged[at]! ^ 0xff
      expect(['read', 'broken', 'bomb']).toContain(await problem(bytesOf(damaged)))
    }
  })
})

it.each([
  ['a damaged zip', Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(300_000, 0xff)])],
  ['a zip whose reader stops early', zipSync({ a: new Uint8Array(10), b: new Uint8Array(10) })],
])('readZip closes its source after %s', async (_, zip) => {
  let isClosed = false
  async function* source() {
    try {
      yield* bytesOf(zip)
    } finally {
      isClosed = true
    }
  }
  const reading = async () => {
    for await (const _ of readZip(source())) break
  }
  await reading().catch(() => {})
  expect(isClosed).toBe(true)
})

it('skips the rest of a file whose reader stops early', async () => {
  const zip = zipSync({ a: strToU8('x'.repeat(500_000)), b: strToU8('whole') }, { level: 0 })
  const found: string[] = []
  for await (const { name, bytes } of readZip(bytesOf(zip))) {
    for await (const chunk of bytes) {
      found.push(`${name} ${chunk.length}`)
      break
    }
  }
  expect(found.map((text) => text[0])).toEqual(['a', 'b'])
})
