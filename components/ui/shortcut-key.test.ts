import { describe, expect, it } from 'vitest'
import { shortcutKey } from './shortcut-key'

const NO_MODIFIERS = {
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  isComposing: false,
  repeat: false,
}

describe('shortcutKey', () => {
  it.each([
    ['QWERTY', 'n', 'KeyN', 'n'],
    ['Caps Lock', 'N', 'KeyN', 'n'],
    ['AZERTY, whose A is where Q is', 'a', 'KeyQ', 'a'],
    ['AZERTY, whose M is where the semicolon is', 'm', 'Semicolon', 'm'],
    ['Dvorak, whose T is where K is', 't', 'KeyK', 't'],
    ['Russian', 'т', 'KeyN', 'n'],
    ['Russian with Caps Lock', 'Т', 'KeyN', 'n'],
    ['Arabic', 'ى', 'KeyN', 'n'],
    ['Arabic, a key of two letters', 'لا', 'KeyB', 'b'],
    ['Thai, a vowel sign', 'ื', 'KeyN', 'n'],
    ['a Latin letter with an accent', 'é', 'KeyN', undefined],
    ['a comma on the key of M', ',', 'KeyM', undefined],
    ['a slash', '/', 'Slash', '/'],
    ['the slash of an Arabic layout', 'ظ', 'Slash', '/'],
    ['a named key', 'Enter', 'Enter', undefined],
    ['a dead key', 'Dead', 'KeyN', undefined],
  ])('returns the shortcut, or none, for %s', (_, key, code, shortcut) => {
    expect(shortcutKey({ ...NO_MODIFIERS, key, code })).toBe(shortcut)
  })

  it('reads a question mark typed with Shift, on every layout', () => {
    expect(shortcutKey({ ...NO_MODIFIERS, key: '?', code: 'Slash', shiftKey: true })).toBe('?')
    expect(shortcutKey({ ...NO_MODIFIERS, key: '?', code: 'Digit7', shiftKey: true })).toBe('?')
    expect(shortcutKey({ ...NO_MODIFIERS, key: '؟', code: 'Slash', shiftKey: true })).toBe('?')
  })

  it('reads a slash typed with Shift', () => {
    expect(shortcutKey({ ...NO_MODIFIERS, key: '/', code: 'Digit7', shiftKey: true })).toBe('/')
  })

  it.each(['ctrlKey', 'metaKey', 'altKey', 'shiftKey', 'isComposing', 'repeat'])(
    'ignores letters with %s',
    (property) => {
      expect(shortcutKey({ ...NO_MODIFIERS, key: 'n', code: 'KeyN', [property]: true })).toBeUndefined()
      expect(shortcutKey({ ...NO_MODIFIERS, key: 'т', code: 'KeyN', [property]: true })).toBeUndefined()
    },
  )
})
