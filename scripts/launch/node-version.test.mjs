import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { refuseOldNode } from './node-version.mjs'

let root
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kinday-settings-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function refusal(act) {
  try {
    act()
  } catch (error) {
    expect(error.name).toBe('Refusal')
    return error.message
  }
  throw new Error('It was not refused.')
}

describe('node', () => {
  it.each(['18.19.0', '20.8.1'])('rejects Node %s', (version) => {
    expect(refusal(() => refuseOldNode(version))).toContain(`this is Node ${version}`)
  })
  it.each(['20.9.0', '22.0.0'])('accepts Node %s', (version) =>
    expect(refuseOldNode(version)).toBeUndefined(),
  )
})
