/**
 * Props of an icon in the navigation. Leaves out the attributes that nav.module.css sets for all of them: on every page,
 * they would be a kilobyte of HTML.
 */
export const NAV_ICON = {
  ...{ xmlns: undefined, fill: undefined, stroke: undefined },
  ...{ strokeLinecap: undefined, strokeLinejoin: undefined, 'aria-hidden': true },
} as const
