import { describe, expect, it } from 'vitest'
import { isClientMistake, isUnreadableRequest } from './client-errors'

const thrownAt = (frame: string) =>
  Object.assign(new Error('x'), { stack: `Error: x\n    at ${frame}\n    at run (/app/a.js:1:1)` })

describe('isUnreadableRequest', () => {
  it.each([
    'JSON.parse (<anonymous>)',
    'close (/app/node_modules/next/dist/compiled/react-server-dom-turbopack/server.js:1:2)',
    'close (C:\\app\\node_modules\\next\\dist\\compiled\\busboy\\index.js:1:2)',
    'Readable.read (node:internal/streams/readable:1:2)',
  ])('recognizes a client error thrown at %s', (frame) => {
    expect(isUnreadableRequest(thrownAt(frame))).toBe(true)
  })

  it.each([
    'act (/app/.next/server/chunks/ssr/_1.js:1:2)',
    'Socket.data (/app/node_modules/postgres/src/connection.js:1:2)',
  ])('does not take an error thrown at %s for a client error', (frame) => {
    expect(isUnreadableRequest(thrownAt(frame))).toBe(false)
  })
})

describe('isClientMistake', () => {
  it('returns false for a lost database connection and for a TypeError', () => {
    expect(
      isClientMistake(Object.assign(new Error('read'), { code: 'ECONNRESET', address: '127.0.0.1' })),
    ).toBe(false)
    expect(isClientMistake(new TypeError('x is not a function'))).toBe(false)
  })
})
