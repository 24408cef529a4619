/** The text of a comment mentions users as `<@user id>`, so that it shows their current names. */
const MENTION = /<@([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})>/g

/** A user whom a text mentions. */
export interface Mentioned {
  id: string
  name: string
}

/** Returns the ids of the users that a text mentions, each once. */
export function mentionsIn(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(MENTION), ([, id]) => id!))]
}

/** Splits a text into texts and mentions. */
export function mentionParts(text: string): ({ text: string } | { user: string })[] {
  return text
    .split(MENTION)
    .map((part, index) => (index % 2 ? { user: part } : { text: part }))
    .filter((part) => 'user' in part || part.text !== '')
}

/** Returns the text as people read it, with names in place of ids. */
export function withNames(text: string, nameOf: (id: string) => string): string {
  return text.replace(MENTION, (_, id: string) => `@${nameOf(id)}`)
}

/**
 * Returns the text to store for what a user typed. Of several people with the same name, the first in the list is
 * mentioned first.
 * @param people the users whom the user has chosen, in the order of the text
 */
export function withIds(typed: string, people: readonly Mentioned[]): string {
  const unmentioned = [...people]
  // The longest name first: "@Ann Miller" does not mention "Ann".
  const names = [...new Set(people.map(({ name }) => name))].sort((a, b) => b.length - a.length)
  if (!names.length) return typed
  const pattern = new RegExp(
    `(?<![\\p{L}\\p{N}])@(${names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})(?![\\p{L}\\p{N}])`,
    'gu',
  )
  return typed.replace(pattern, (all, name: string) => {
    const index = unmentioned.findIndex((person) => person.name === name)
    const [person] = index < 0 ? people.filter((other) => other.name === name) : unmentioned.splice(index, 1)
    return person ? `<@${person.id}>` : all
  })
}

/** Returns the mention that is being typed before the caret: where it starts, and the typed part of the name. */
export function typedMention(text: string, caret: number): { from: number; query: string } | null {
  const match = /(?:^|[\s(])@([^\s@]{0,40}(?: [^\s@]{1,40})?)$/u.exec(text.slice(0, caret))
  return match ? { from: caret - match[1]!.length - 1, query: match[1]! } : null
}
