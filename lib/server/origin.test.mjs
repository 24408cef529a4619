import { describe, expect, it } from 'vitest'
import { isOwnOrigin } from './origin.mjs'

describe('isOwnOrigin', () => {
  it.each([
    [{ host: 'localhost:3000', origin: 'http://localhost:3000' }],
    [{ host: '192.168.1.20:3000', origin: 'http://192.168.1.20:3000' }],
    [{ host: '[::1]:3000', origin: 'http://[::1]:3000' }],
    [{ host: 'kinday.example', origin: 'https://kinday.example' }],
    [{ host: 'kinday.example:443', origin: 'https://kinday.example' }],
    [{ host: 'KINDAY.example', origin: 'https://kinday.example' }],
    [forwarded('https', 'kinday.example', 'https://kinday.example')],
    [forwarded('https, http', 'kinday.example, inner', 'https://kinday.example')],
    [{ host: 'localhost:3000' }],
    [{ host: 'localhost:3000', 'sec-fetch-site': 'same-origin' }],
    [{ host: 'localhost:3000', 'sec-fetch-site': 'none' }],
  ])('accepts the origin of %o', (headers) => expect(isOwnOrigin(headers)).toBe(true))

  it.each([
    [{ host: 'localhost:3000', origin: 'http://localhost:3001' }],
    [{ host: 'localhost:3000', origin: 'http://evil.example' }],
    [{ host: 'localhost:3000', origin: 'null' }],
    [{ host: 'localhost:3000', origin: '' }],
    [{ host: 'localhost:3000', origin: 'localhost:3000' }],
    [{ host: 'localhost:3000', origin: 'http://localhost:3000/path' }],
    [{ host: 'kinday.example', origin: 'https://kinday.example.evil.example' }],
    [{ host: 'kinday.example@evil.example', origin: 'https://kinday.example' }],
    [{ host: 'a b', origin: 'http://a' }],
    [{ host: undefined, origin: 'http://undefined.example' }],
    [forwarded('https', 'kinday.example', 'http://kinday.example')],
    [forwarded('https', 'kinday.example', 'https://inner:3000')],
    [{ host: 'localhost:3000', 'sec-fetch-site': 'cross-site' }],
    [{ host: 'localhost:3000', 'sec-fetch-site': 'same-site' }],
  ])('rejects the origin of %o', (headers) => expect(isOwnOrigin(headers)).toBe(false))

  it('accepts only ORIGIN where it is set', () => {
    const ownOrigin = 'https://kinday.example'
    expect(isOwnOrigin({ host: 'inner:3000', origin: ownOrigin }, ownOrigin)).toBe(true)
    expect(isOwnOrigin({ host: 'inner:3000', origin: ownOrigin }, `${ownOrigin}/`)).toBe(true)
    expect(isOwnOrigin({ host: 'inner:3000', origin: 'http://inner:3000' }, ownOrigin)).toBe(false)
    expect(isOwnOrigin({ host: 'inner:3000' }, ownOrigin)).toBe(true)
  })
})

function forwarded(proto, host, origin) {
  return { host: 'inner:3000', 'x-forwarded-proto': proto, 'x-forwarded-host': host, origin }
}
