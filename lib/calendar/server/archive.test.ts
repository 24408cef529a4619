import { expect, it } from 'vitest'
import { type ArchivePart, readArchive } from './archive'

const HEAD = '{"format":"kinday","version":1,"calendars":[{"id":"a","name":"A"}],"events":['

async function read(text: string): Promise<ArchivePart[]> {
  async function* bytes() {
    yield new TextEncoder().encode(text)
  }
  const found: ArchivePart[] = []
  for await (const part of readArchive(bytes())) found.push(part)
  return found
}

it('parses an event with allowed nesting, and brackets and quotes in its texts', async () => {
  const event = { uid: 'u', title: `\\"${'['.repeat(500)}`, more: [[[{ deep: ['}'] }]]] }
  expect(await read(`${HEAD}\n${JSON.stringify(event)}\n]}\n`)).toMatchObject([
    { calendars: [{ id: 'a' }] },
    { event, line: 2 },
  ])
})

it('reports lines nested deeper than events as unreadable', async () => {
  const deep = `{"a":${'['.repeat(200)}${']'.repeat(200)}}`
  expect(await read(`${HEAD}\n${deep},\n${'['.repeat(5000)}\n{"uid":"u"}\n]}\n`)).toMatchObject([
    { calendars: [{ id: 'a' }] },
    { unreadableLine: 2 },
    { unreadableLine: 3 },
    { event: { uid: 'u' }, line: 4 },
  ])
  expect(await read('['.repeat(5_000_000))).toEqual([])
})
