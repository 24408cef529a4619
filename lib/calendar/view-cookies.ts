/** Names of the cookies that store view settings, so that the server renders pages in their final layout. */
export const VIEW_COOKIES = {
  lanes: 'lanes',
  view: 'view',
  sideBar: 'side',
  group: 'group',
  colorBy: 'color',
} as const
