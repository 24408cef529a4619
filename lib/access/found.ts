/** What can be asked for, from least to most. */
export type Verb = 'freebusy' | 'read' | 'respond' | 'write' | 'share' | 'own'

/** A target as its loader finds it: the row, and whether the actor may know of it and do a thing to it. */
export interface Found<Row> {
  row: Row
  seen: boolean
  allows(verb: Verb): boolean
}
