import { expect, it } from 'vitest'
import { fileSentence, isDiskFull } from './disk.mjs'
import { sentenceFor } from './say.mjs'

const error = (code, more) => Object.assign(new Error(`${code}: it failed`), { code, ...more })

it.each([
  [error('ENOSPC'), true],
  [error('53100'), true],
  [new Error('could not extend file "base/13507/5002": No space left on device'), true],
  ['npm error code ENOSPC', true],
  [error('EACCES'), false],
  [undefined, false],
])('knows a full disk by %s', (what, expected) => expect(isDiskFull(what)).toBe(expected))

it.each([
  [error('ENOSPC', { path: '/data/x' }), 'The disk of /data/x is full: free some space and start again.'],
  [error('EROFS', { path: '/data/x' }), 'Kinday cannot use /data/x (it is read-only)'],
  [error('EACCES', { path: '/data/x' }), 'Kinday cannot use /data/x (permission denied)'],
])('says %s in a sentence, without a trace', (what, sentence) => {
  expect(sentenceFor(what)).toContain(sentence)
  expect(sentenceFor(what)).not.toContain('\n')
})

it('keeps the stack trace of other errors', () => {
  expect(fileSentence(error('EACCES'))).toBeUndefined()
  expect(sentenceFor(new Error('odd'))).toContain('unexpected error')
})
