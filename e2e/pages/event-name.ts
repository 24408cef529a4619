/** Matches the accessible name of an event: its title, then a comma of the page's script. */
export function eventName(title: string): RegExp {
  return new RegExp(`^${title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}[,،]`)
}
