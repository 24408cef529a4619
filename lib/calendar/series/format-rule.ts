import { type NthDay, RULE_LISTS, type Rule, WEEKDAY_CODES } from './rule'

/** Formats a rule, with its parts in the order of most examples of RFC 5545. */
export function formatRule(rule: Rule): string {
  const parts = [
    // RFC 7529 §4.1: SKIP requires RSCALE.
    rule.skip !== 'omit' && 'RSCALE=GREGORIAN',
    `FREQ=${rule.freq}`,
    rule.until && `UNTIL=${rule.until}`,
    rule.count && `COUNT=${rule.count}`,
    rule.interval > 1 && `INTERVAL=${rule.interval}`,
    ...Object.entries(RULE_LISTS).map(
      ([name, [field]]) => rule[field].length && name !== 'BYSETPOS' && `${name}=${rule[field].join(',')}`,
    ),
    rule.byDay.length && `BYDAY=${rule.byDay.map(formatDay).join(',')}`,
    rule.bySetPos.length && `BYSETPOS=${rule.bySetPos.join(',')}`,
    rule.weekStart !== 1 && `WKST=${WEEKDAY_CODES[rule.weekStart - 1]}`,
    rule.skip !== 'omit' && `SKIP=${rule.skip.toUpperCase()}`,
  ]
  return parts.filter(Boolean).join(';')
}

function formatDay({ nth, day }: NthDay): string {
  return `${nth || ''}${WEEKDAY_CODES[day - 1]}`
}
