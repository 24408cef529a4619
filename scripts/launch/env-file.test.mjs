import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readEnvFile } from './env-file.mjs'

let root
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kinday-settings-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

describe('.env', () => {
  it('reads values with quotes, comments, spaces and "export"; a missing file has none', () => {
    const lines = [
      '# no',
      'A=1',
      'export B = two words # note',
      'C="x # y\\nz"',
      "D='$q'",
      'E=p#w',
      '',
      'F=',
      '!x=1',
    ]
    writeFileSync(join(root, '.env'), lines.join('\r\n'))
    const values = { A: '1', B: 'two words', C: 'x # y\nz', D: '$q', E: 'p#w', F: '' }
    expect(readEnvFile(join(root, '.env'))).toEqual(values)
    expect(readEnvFile(join(root, 'none'))).toEqual({})
  })
})
