import { describe, expect, it } from 'vitest'
import { opensElsewhere } from './link'

const click = (overrides: object, target = '') => ({
  ...{ button: 0, metaKey: false, ctrlKey: false, shiftKey: false, altKey: false },
  currentTarget: { target } as HTMLAnchorElement,
  ...overrides,
})

describe('opensElsewhere', () => {
  it('leaves plain clicks to the router', () => {
    expect(opensElsewhere(click({}))).toBe(false)
    expect(opensElsewhere(click({}, '_self'))).toBe(false)
  })

  it.each([
    ['with Ctrl', click({ ctrlKey: true })],
    ['with Cmd', click({ metaKey: true })],
    ['with Shift', click({ shiftKey: true })],
    ['with Alt', click({ altKey: true })],
    ['with the middle button', click({ button: 1 })],
    ['on a link to a new tab', click({}, '_blank')],
  ])('leaves a click %s to the browser', (_, event) => {
    expect(opensElsewhere(event)).toBe(true)
  })
})
