/** What an event is called aloud begins with its title, and goes on after a comma of the page's script. */
export function called(title: string): RegExp {
  return new RegExp(`^${title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}[,،]`)
}
