/** `draft`: open to votes. `locked`: its event was created. */
export const GATHERING_STATUSES = ['draft', 'locked', 'cancelled'] as const
export type GatheringStatus = (typeof GATHERING_STATUSES)[number]

/**
 * Access to a gathering for people other than its organizer, the managers of its group and its participants: all members
 * of the group (`members`), no access (`invited`), or everyone who has its address (`link`).
 */
export const GATHERING_ACCESS = ['members', 'invited', 'link'] as const
export type GatheringAccess = (typeof GATHERING_ACCESS)[number]

/** Action at the deadline. `best`: the slot that ranks first is locked. */
export const LOCK_RULES = ['none', 'best'] as const
export type LockRule = (typeof LOCK_RULES)[number]

export const VOTES = ['yes', 'if-need-be', 'no'] as const
export type Vote = (typeof VOTES)[number]

/** How a participant came to a gathering: invited by its organizer, or by the page. */
export const PARTICIPANT_SOURCES = ['invited', 'joined'] as const

export const MAX_SLOTS = 1000
export const MAX_PARTICIPANTS = 1000
/** Maximum number of votes of a gathering: slots times participants. */
export const MAX_GATHERING_VOTES = 100_000

/** Maximum number of slots that a guest may add. */
export const MAX_GUEST_SLOTS = 20

/** Maximum length of the comment of a ballot: a refused one is kept in a cookie. */
export const MAX_BALLOT_COMMENT = 500

export const MAX_SLUG_LENGTH = 39
