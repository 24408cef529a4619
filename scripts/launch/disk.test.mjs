import { expect, it } from 'vitest'
import { fileSentence, isDiskFull } from './disk.mjs'
import { sentenceFor } from './say.mjs'

const error = (code, details) => Object.assign(new Error(`${code}: it failed`), { code, ...details })

it.each([
  [error('ENOSPC'), true],
  [error('53100'), true],
  [new Error('could not extend file "base/13507/5002": No space left on device'), true],
  ['npm error code ENOSPC', true],
  [error('EACCES'), false],
  [undefined, false],
])('detects whether %s means a full disk', (cause, expected) => expect(isDiskFull(cause)).toBe(expected))

it.each([
  [error('ENOSPC', { path: '/data/x' }), 'The disk of /data/x is full: free some space and start again.'],
  [error('EROFS', { path: '/data/x' }), 'Kinday cannot use /data/x (it is read-only)'],
  [error('EACCES', { path: '/data/x' }), 'Kinday cannot use /data/x (permission denied)'],
])('reports %s in one sentence without a stack trace', (cause, sentence) => {
  expect(sentenceFor(cause)).toContain(sentence)
  expect(sentenceFor(cause)).not.toContain('\n')
})

it('keeps the stack trace of other errors', () => {
  expect(fileSentence(error('EACCES'))).toBeUndefined()
  expect(sentenceFor(new Error('odd'))).toContain('unexpected error')
})
