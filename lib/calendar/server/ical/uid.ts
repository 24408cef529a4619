import { createHash } from 'node:crypto'
import type { ParsedComponent } from './parsed-component'
import { startLine } from './read-span'

/** Returns the UID of a component; without a UID, a stable hash of its content. Long UIDs are shortened with a hash. */
export function uidOf(component: ParsedComponent): string {
  const { uid } = component
  if (uid && uid.length <= MAX_UID) return uid
  const hash = hashOf(uid ?? componentIdentity(component))
  return uid ? `${uid.slice(0, 200)}-${hash}` : hash
}

const MAX_UID = 500

/** Returns a text that distinguishes events without a UID, and events that share one. */
export function componentIdentity(component: ParsedComponent): string {
  return (
    [startLine(component), component.end].map((line) => line?.value ?? '').join('\n') + component.fields.title
  )
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}
