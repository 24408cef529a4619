import { at, type Example, RFC_DTSTART } from './rfc5545.test.dates'

const MONTHS_2_15 = '1997-09 2 15, 1997-10 2 15, 1997-11 2 15, 1997-12 2 15, 1998-01 2 15'
const JUNES = '1997-06 10, 1997-07 10, 1998-06 10, 1998-07 10, 1999-06 10, 1999-07 10, 2000-06 10, 2000-07 10'
const SUMMER_97 = '1997-06 5 12 19 26, 1997-07 3 10 17 24 31, 1997-08 7 14 21 28'
const SUMMER_98 = '1998-06 4 11 18 25, 1998-07 2 9 16 23 30, 1998-08 6 13 20 27'
const SUMMER_99 = '1999-06 3 10 17 24, 1999-07 1 8 15 22 29, 1999-08 5 12 19 26'

/** The monthly and yearly examples of §3.8.5.3. */
export const MONTHLY_AND_YEARLY_EXAMPLES: Example[] = [
  [
    'Monthly on the first Friday for 10 occurrences',
    '1997-09-05T09:00:00',
    ['FREQ=MONTHLY;COUNT=10;BYDAY=1FR'],
    true,
    at(
      '09:00',
      '1997-09 5, 1997-10 3, 1997-11 7, 1997-12 5, 1998-01 2, 1998-02 6, 1998-03 6, 1998-04 3, 1998-05 1, 1998-06 5',
    ),
  ],
  [
    'Monthly on the first Friday until December 24, 1997',
    '1997-09-05T09:00:00',
    ['FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR'],
    true,
    at('09:00', '1997-09 5, 1997-10 3, 1997-11 7, 1997-12 5'),
  ],
  [
    'Every other month on the first and last Sunday of the month for 10 occurrences',
    '1997-09-07T09:00:00',
    ['FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU'],
    true,
    at('09:00', '1997-09 7 28, 1997-11 2 30, 1998-01 4 25, 1998-03 1 29, 1998-05 3 31'),
  ],
  [
    'Monthly on the second-to-last Monday of the month for 6 months',
    '1997-09-22T09:00:00',
    ['FREQ=MONTHLY;COUNT=6;BYDAY=-2MO'],
    true,
    at('09:00', '1997-09 22, 1997-10 20, 1997-11 17, 1997-12 22, 1998-01 19, 1998-02 16'),
  ],
  [
    'Monthly on the third-to-the-last day of the month, forever',
    '1997-09-28T09:00:00',
    ['FREQ=MONTHLY;BYMONTHDAY=-3'],
    false,
    at('09:00', '1997-09 28, 1997-10 29, 1997-11 28, 1997-12 29, 1998-01 29, 1998-02 26'),
  ],
  [
    'Monthly on the 2nd and 15th of the month for 10 occurrences',
    RFC_DTSTART,
    ['FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15'],
    true,
    at('09:00', MONTHS_2_15),
  ],
  [
    'Monthly on the first and last day of the month for 10 occurrences',
    '1997-09-30T09:00:00',
    ['FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1'],
    true,
    at('09:00', '1997-09 30, 1997-10 1 31, 1997-11 1 30, 1997-12 1 31, 1998-01 1 31, 1998-02 1'),
  ],
  [
    'Every 18 months on the 10th thru 15th of the month for 10 occurrences',
    '1997-09-10T09:00:00',
    ['FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15'],
    true,
    at('09:00', '1997-09 10-15, 1999-03 10-13'),
  ],
  [
    'Every Tuesday, every other month',
    RFC_DTSTART,
    ['FREQ=MONTHLY;INTERVAL=2;BYDAY=TU'],
    false,
    at('09:00', '1997-09 2 9 16 23 30, 1997-11 4 11 18 25, 1998-01 6 13 20 27, 1998-03 3 10 17 24 31'),
  ],
  [
    'Yearly in June and July for 10 occurrences',
    '1997-06-10T09:00:00',
    ['FREQ=YEARLY;COUNT=10;BYMONTH=6,7'],
    true,
    at('09:00', `${JUNES}, 2001-06 10, 2001-07 10`),
  ],
  [
    'Every other year on January, February, and March for 10 occurrences',
    '1997-03-10T09:00:00',
    ['FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3'],
    true,
    at(
      '09:00',
      `1997-03 10, 1999-01 10, 1999-02 10, 1999-03 10, 2001-01 10, 2001-02 10, 2001-03 10,
       2003-01 10, 2003-02 10, 2003-03 10`,
    ),
  ],
  [
    'Every third year on the 1st, 100th, and 200th day for 10 occurrences',
    '1997-01-01T09:00:00',
    ['FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200'],
    true,
    at(
      '09:00',
      `1997-01 1, 1997-04 10, 1997-07 19, 2000-01 1, 2000-04 9, 2000-07 18, 2003-01 1, 2003-04 10, 2003-07 19,
       2006-01 1`,
    ),
  ],
  [
    'Every 20th Monday of the year, forever',
    '1997-05-19T09:00:00',
    ['FREQ=YEARLY;BYDAY=20MO'],
    false,
    at('09:00', '1997-05 19, 1998-05 18, 1999-05 17'),
  ],
  [
    'Monday of week number 20 (where the default start of the week is Monday), forever',
    '1997-05-12T09:00:00',
    ['FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO'],
    false,
    at('09:00', '1997-05 12, 1998-05 11, 1999-05 17'),
  ],
  [
    'Every Thursday in March, forever',
    '1997-03-13T09:00:00',
    ['FREQ=YEARLY;BYMONTH=3;BYDAY=TH'],
    false,
    at('09:00', '1997-03 13 20 27, 1998-03 5 12 19 26, 1999-03 4 11 18 25'),
  ],
  [
    'Every Thursday, but only during June, July, and August, forever',
    '1997-06-05T09:00:00',
    ['FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8'],
    false,
    at('09:00', `${SUMMER_97}, ${SUMMER_98}, ${SUMMER_99}`),
  ],
  [
    'The first Saturday that follows the first Sunday of the month, forever',
    '1997-09-13T09:00:00',
    ['FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13'],
    false,
    at(
      '09:00',
      `1997-09 13, 1997-10 11, 1997-11 8, 1997-12 13, 1998-01 10, 1998-02 7, 1998-03 7, 1998-04 11, 1998-05 9,
       1998-06 13`,
    ),
  ],
  [
    'Every 4 years, the first Tuesday after a Monday in November, forever (U.S. Presidential Election day)',
    '1996-11-05T09:00:00',
    ['FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8'],
    false,
    at('09:00', '1996-11 5, 2000-11 7, 2004-11 2'),
  ],
  [
    'The third instance into the month of one of Tuesday, Wednesday, or Thursday, for the next 3 months',
    '1997-09-04T09:00:00',
    ['FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3'],
    true,
    at('09:00', '1997-09 4, 1997-10 7, 1997-11 6'),
  ],
  [
    'The second-to-last weekday of the month',
    '1997-09-29T09:00:00',
    ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2'],
    false,
    at('09:00', '1997-09 29, 1997-10 30, 1997-11 27, 1997-12 30, 1998-01 29, 1998-02 26, 1998-03 30'),
  ],
  [
    'An example where an invalid date (i.e., February 30) is ignored',
    '2007-01-15T09:00:00',
    ['FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5'],
    true,
    at('09:00', '2007-01 15 30, 2007-02 15, 2007-03 15 30'),
  ],
]
