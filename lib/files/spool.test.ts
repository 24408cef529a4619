import { mkdtemp, readdir, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { AppError } from '@/lib/errors'
import { clearSpool, readSpooled, withSpooled } from './spool'

let dataDir: string
let folder: string

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'data-'))
  folder = path.join(dataDir, 'uploads')
})

async function* chunks(...texts: string[]) {
  for (const text of texts) yield new TextEncoder().encode(text)
}

const spooled = (bytes: AsyncIterable<Uint8Array>, dir = dataDir) =>
  withSpooled(
    dir,
    bytes,
    () => {},
    async (file) => `${await readSpooled(file)}`,
  )

it('spools in a folder of the data folder that only the server may read, and leaves no file', async () => {
  expect(await spooled(chunks('one ', 'two'))).toBe('one two')
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
  expect(await spooled(chunks(''))).toBe('')
  expect(await readdir(folder)).toEqual([])
})

it('spools in the temporary folder of the system where there is no data folder', async () => {
  expect(await spooled(chunks('one'), path.join(dataDir, 'missing'))).toBe('one')
  expect(await readdir(dataDir)).toEqual([])
})

it('removes the temporary file of an upload that breaks off', async () => {
  async function* broken() {
    yield new Uint8Array(10)
    throw new AppError('INVALID')
  }
  await expect(spooled(broken())).rejects.toThrow(new AppError('INVALID'))
  expect(await readdir(folder)).toEqual([])
})

it('removes leftovers of a killed process at start', async () => {
  await clearSpool(dataDir)
  await spooled(chunks('one'))
  await writeFile(path.join(folder, 'kinday-left'), 'left')
  await clearSpool(dataDir)
  expect(await readdir(folder)).toEqual([])
})
