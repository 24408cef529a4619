const TRANSLITERATED: Record<string, string> = {
  ...{
    ä: 'ae',
    ö: 'oe',
    ü: 'ue',
    ß: 'ss',
    æ: 'ae',
    œ: 'oe',
    ø: 'o',
    ł: 'l',
    đ: 'd',
    ð: 'd',
    þ: 'th',
    ı: 'i',
  },
}

const MAX_BASE_LENGTH = 30

/** Slugs that could be taken for a page of the server. */
export const RESERVED_SLUGS: readonly string[] = [
  ...[
    'about',
    'account',
    'admin',
    'api',
    'app',
    'calendar',
    'create',
    'delete',
    'edit',
    'event',
    'events',
    'g',
  ],
  ...[
    'gathering',
    'gatherings',
    'group',
    'groups',
    'guest',
    'guests',
    'help',
    'home',
    'index',
    'join',
    'kinday',
  ],
  ...['list', 'login', 'logout', 'new', 'null', 'poll', 'polls', 'search', 'settings', 'sign-in', 'sign-out'],
  ...['sign-up', 'static', 'support', 'tasks', 'undefined', 'vote', 'welcome'],
]

/**
 * Returns a title in Latin letters and hyphens, for an address. Letters of other scripts are left out, so it can be
 * empty.
 */
export function slugBase(title: string): string {
  const latin = [...title.normalize('NFC').toLowerCase()].map((letter) => TRANSLITERATED[letter] ?? letter)
  const words = latin
    .join('')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
  let base = ''
  for (const word of words) {
    const longer = base ? `${base}-${word}` : word
    if (longer.length > MAX_BASE_LENGTH) break
    base = longer
  }
  return base || (words[0]?.slice(0, MAX_BASE_LENGTH) ?? '')
}
