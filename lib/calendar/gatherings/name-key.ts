/** Letters of other scripts that look like Latin ones, and digits that look like letters. */
const LOOKALIKES: Record<string, string> = {
  // Cyrillic
  ...{
    а: 'a',
    в: 'b',
    е: 'e',
    ё: 'e',
    з: '3',
    и: 'u',
    і: 'l',
    ї: 'l',
    ј: 'j',
    к: 'k',
    м: 'm',
    н: 'h',
    о: 'o',
    п: 'n',
  },
  ...{ р: 'p', с: 'c', т: 't', у: 'y', х: 'x', ѕ: 's', һ: 'h', ԁ: 'd', ԛ: 'q', ԝ: 'w', ь: 'b' },
  // Greek
  ...{
    α: 'a',
    β: 'b',
    ε: 'e',
    η: 'n',
    ι: 'l',
    κ: 'k',
    μ: 'm',
    ν: 'v',
    ο: 'o',
    ρ: 'p',
    σ: 'o',
    ς: 'c',
    τ: 't',
    υ: 'u',
  },
  ...{ χ: 'x', ω: 'w', ζ: 'z' },
  // Latin
  ...{
    ı: 'l',
    ɩ: 'l',
    i: 'l',
    ſ: 's',
    ß: 'ss',
    ø: 'o',
    đ: 'd',
    ł: 'l',
    ħ: 'h',
    æ: 'ae',
    œ: 'oe',
    ɑ: 'a',
    ɡ: 'g',
  },
  ...{ 0: 'o', 1: 'l', '|': 'l' },
}

/**
 * Returns the form in which names of participants are compared: two names that people may confuse have the same form,
 * whatever their case, accents, spaces, punctuation, and letters that look alike in other scripts.
 */
export function toNameKey(name: string): string {
  const plain = name.normalize('NFKC').toLowerCase().normalize('NFD')
  const letters = [...plain.replace(/\p{M}/gu, '')].map((letter) => LOOKALIKES[letter] ?? letter)
  const key = letters
    .join('')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
  // A name of symbols alone, such as an emoji, is compared as it is.
  return key || plain
}
