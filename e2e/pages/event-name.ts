/** Matches the accessible name of an event: its title, then a Latin or an Arabic comma. */
export function eventName(title: string): RegExp {
  return new RegExp(`^${title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}[,،]`)
}
