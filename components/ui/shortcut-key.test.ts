import { describe, expect, it } from 'vitest'
import { shortcutKey } from './shortcut-key'

const NONE = {
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
    ['a sign that a Latin layout has there', ',', 'KeyM', undefined],
    ['a slash', '/', 'Slash', '/'],
    ['the slash of an Arabic layout', 'ظ', 'Slash', '/'],
    ['a named key', 'Enter', 'Enter', undefined],
    ['a dead key', 'Dead', 'KeyN', undefined],
  ])('reads %s', (_, key, code, shortcut) => {
    expect(shortcutKey({ ...NONE, key, code })).toBe(shortcut)
  })

  it('reads the question mark of every layout, which takes Shift', () => {
    expect(shortcutKey({ ...NONE, key: '?', code: 'Slash', shiftKey: true })).toBe('?')
    expect(shortcutKey({ ...NONE, key: '?', code: 'Digit7', shiftKey: true })).toBe('?')
    expect(shortcutKey({ ...NONE, key: '؟', code: 'Slash', shiftKey: true })).toBe('?')
  })

  it('reads a slash that takes Shift', () => {
    expect(shortcutKey({ ...NONE, key: '/', code: 'Digit7', shiftKey: true })).toBe('/')
  })

  it.each(['ctrlKey', 'metaKey', 'altKey', 'shiftKey', 'isComposing', 'repeat'])(
    'ignores letters with %s',
    (with_) => {
      expect(shortcutKey({ ...NONE, key: 'n', code: 'KeyN', [with_]: true })).toBeUndefined()
      expect(shortcutKey({ ...NONE, key: 'т', code: 'KeyN', [with_]: true })).toBeUndefined()
    },
  )
})
