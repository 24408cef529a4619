import { zipSync } from 'fflate'
import { expect, it } from 'vitest'
import { archiveEntries, entryContent, withoutAttachments } from './archive-entries'
import { readZip, writeZip, type ZipFile } from './server/zip'

const bytes = (text: string) => new TextEncoder().encode(text)

async function* once<T>(value: T) {
  yield value
}

/** An archive as Kinday writes it. */
async function archive(): Promise<Blob> {
  async function* files(): AsyncGenerator<ZipFile> {
    yield { name: 'kinday.json', text: once('{}') }
    yield { name: 'calendars/Ä.ics', text: once('BEGIN') }
    yield { name: 'files/1/a.bin', bytes: once(bytes('PK\x03\x04 attached')) }
    yield { name: 'files/2/empty', bytes: once(new Uint8Array(0)) }
  }
  const parts: Uint8Array<ArrayBuffer>[] = []
  for await (const part of writeZip(files())) parts.push(new Uint8Array(part))
  return new Blob(parts)
}

async function namesIn(file: Blob): Promise<string[]> {
  const names: string[] = []
  try {
    for await (const { name } of readZip(once(new Uint8Array(await file.arrayBuffer())))) names.push(name)
  } catch {
    // Without a central directory, the archive ends early.
  }
  return names
}

it('reads the attachments of an archive, stored or compressed', async () => {
  const packedAgain = new Blob([
    new Uint8Array(zipSync({ 'files/1/a.bin': bytes('PK\x03\x04 attached'), 'files/2/empty': bytes('') })),
  ])
  for (const file of [await archive(), packedAgain]) {
    const found = (await archiveEntries(file)).filter(({ name }) => name.startsWith('files/'))
    expect(found.map(({ name }) => name)).toEqual(['files/1/a.bin', 'files/2/empty'])
    const contents = await Promise.all(found.map(async (entry) => (await entryContent(file, entry)).text()))
    expect(contents).toEqual(['PK\x03\x04 attached', ''])
  }
})

it('leaves the attachments out of an archive and moves the first files to its start', async () => {
  expect(await namesIn(await withoutAttachments(await archive()))).toEqual(['kinday.json', 'calendars/Ä.ics'])
  const packedAgain = zipSync({ 'a.ics': bytes('A'), 'files/1/x': bytes('x'), 'kinday.json': bytes('{}') })
  const file = await withoutAttachments(new Blob([new Uint8Array(packedAgain)]))
  expect(await namesIn(file)).toEqual(['kinday.json', 'a.ics'])
})

it('returns other files and archives without attachments as they are', async () => {
  for (const content of [bytes('BEGIN:VCALENDAR'), zipSync({ 'a.ics': bytes('A') }), bytes('')]) {
    const file = new Blob([new Uint8Array(content)])
    expect(await withoutAttachments(file)).toBe(file)
  }
})
