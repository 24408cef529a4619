import { at, type Example, RFC_DTSTART, timesOn } from './rfc5545.test.dates'

const DAYS = 'BYDAY=SU,MO,TU,WE,TH,FR,SA'
const EVERY_20_MINUTES =
  '09:00 09:20 09:40 10:00 10:20 10:40 11:00 11:20 11:40 12:00 12:20 12:40 ' +
  '13:00 13:20 13:40 14:00 14:20 14:40 15:00 15:20 15:40 16:00 16:20 16:40'

/** The minutely to weekly examples of §3.8.5.3. */
export const MINUTELY_TO_WEEKLY_EXAMPLES: Example[] = [
  ['Daily for 10 occurrences', RFC_DTSTART, ['FREQ=DAILY;COUNT=10'], true, at('09:00', '1997-09 2-11')],
  [
    'Daily until December 24, 1997',
    RFC_DTSTART,
    ['FREQ=DAILY;UNTIL=19971224T000000Z'],
    true,
    at('09:00', '1997-09 2-30, 1997-10 1-31, 1997-11 1-30, 1997-12 1-23'),
  ],
  [
    'Every other day - forever',
    RFC_DTSTART,
    ['FREQ=DAILY;INTERVAL=2'],
    false,
    at(
      '09:00',
      `1997-09 2 4 6 8 10 12 14 16 18 20 22 24 26 28 30, 1997-10 2 4 6 8 10 12 14 16 18 20 22 24 26 28 30,
       1997-11 1 3 5 7 9 11 13 15 17 19 21 23 25 27 29, 1997-12 1 3`,
    ),
  ],
  [
    'Every 10 days, 5 occurrences',
    RFC_DTSTART,
    ['FREQ=DAILY;INTERVAL=10;COUNT=5'],
    true,
    at('09:00', '1997-09 2 12 22, 1997-10 2 12'),
  ],
  [
    'Every day in January, for 3 years',
    '1998-01-01T09:00:00',
    [`FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;${DAYS}`, 'FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1'],
    true,
    at('09:00', '1998-01 1-31, 1999-01 1-31, 2000-01 1-31'),
  ],
  [
    'Weekly for 10 occurrences',
    RFC_DTSTART,
    ['FREQ=WEEKLY;COUNT=10'],
    true,
    at('09:00', '1997-09 2 9 16 23 30, 1997-10 7 14 21 28, 1997-11 4'),
  ],
  [
    'Weekly until December 24, 1997',
    RFC_DTSTART,
    ['FREQ=WEEKLY;UNTIL=19971224T000000Z'],
    true,
    at('09:00', '1997-09 2 9 16 23 30, 1997-10 7 14 21 28, 1997-11 4 11 18 25, 1997-12 2 9 16 23'),
  ],
  [
    'Every other week - forever',
    RFC_DTSTART,
    ['FREQ=WEEKLY;INTERVAL=2;WKST=SU'],
    false,
    at('09:00', '1997-09 2 16 30, 1997-10 14 28, 1997-11 11 25, 1997-12 9 23, 1998-01 6 20, 1998-02 3 17'),
  ],
  [
    'Weekly on Tuesday and Thursday for five weeks',
    RFC_DTSTART,
    ['FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH', 'FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH'],
    true,
    at('09:00', '1997-09 2 4 9 11 16 18 23 25 30, 1997-10 2'),
  ],
  [
    'Every other week on Monday, Wednesday, and Friday until December 24, 1997, starting on September 1, 1997',
    '1997-09-01T09:00:00',
    ['FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR'],
    true,
    at(
      '09:00',
      `1997-09 1 3 5 15 17 19 29, 1997-10 1 3 13 15 17 27 29 31, 1997-11 10 12 14 24 26 28,
       1997-12 8 10 12 22`,
    ),
  ],
  [
    'Every other week on Tuesday and Thursday, for 8 occurrences',
    RFC_DTSTART,
    ['FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH'],
    true,
    at('09:00', '1997-09 2 4 16 18 30, 1997-10 2 14 16'),
  ],
  [
    // The RFC also lists 15:00, as if UNTIL were local: 17:00 UTC is 13:00 in New York.
    'Every 3 hours from 9:00 AM to 5:00 PM on a specific day',
    RFC_DTSTART,
    ['FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000Z'],
    true,
    timesOn('1997-09 2', '09:00 12:00'),
  ],
  [
    'Every 3 hours from 9:00 AM to 5:00 PM on a specific day, with UNTIL at 5:00 PM in New York',
    RFC_DTSTART,
    ['FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T210000Z'],
    true,
    timesOn('1997-09 2', '09:00 12:00 15:00'),
  ],
  [
    'Every 15 minutes for 6 occurrences',
    RFC_DTSTART,
    ['FREQ=MINUTELY;INTERVAL=15;COUNT=6'],
    true,
    timesOn('1997-09 2', '09:00 09:15 09:30 09:45 10:00 10:15'),
  ],
  [
    'Every hour and a half for 4 occurrences',
    RFC_DTSTART,
    ['FREQ=MINUTELY;INTERVAL=90;COUNT=4'],
    true,
    timesOn('1997-09 2', '09:00 10:30 12:00 13:30'),
  ],
  [
    'Every 20 minutes from 9:00 AM to 4:40 PM every day',
    RFC_DTSTART,
    [
      'FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40',
      'FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16',
    ],
    false,
    timesOn('1997-09 2-4', EVERY_20_MINUTES),
  ],
  [
    'An example where the days generated makes a difference because of WKST (Monday)',
    '1997-08-05T09:00:00',
    ['FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO'],
    true,
    at('09:00', '1997-08 5 10 19 24'),
  ],
  [
    'An example where the days generated makes a difference because of WKST (Sunday)',
    '1997-08-05T09:00:00',
    ['FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU'],
    true,
    at('09:00', '1997-08 5 17 19 31'),
  ],
]
