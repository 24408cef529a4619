import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { rotateLog } from './log-file.mjs'

it('rotates a large log while its writer continues', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kinday-log-'))
  const file = join(folder, 'postgres.log')
  rotateLog(file, 10) // ignores a file that does not exist
  const writer = openSync(file, 'a')
  writeSync(writer, 'first\n')
  rotateLog(file, 10)
  writeSync(writer, 'second\n')
  rotateLog(file, 10)
  writeSync(writer, 'third\n')
  closeSync(writer)
  expect(readFileSync(`${file}.1`, 'utf8')).toBe('first\nsecond\n')
  expect(readFileSync(file, 'utf8')).toBe('third\n')
  rmSync(folder, { recursive: true })
})
