import { type Color, PALETTE } from '@/lib/calendar/palette'

/** The nearest CSS name of each palette color (RFC 7986 §5.9 requires CSS names), with its RGB value. */
const CSS: Record<Color, [name: string, rgb: number]> = {
  tomato: ['tomato', 0xff6347],
  tangerine: ['darkorange', 0xff8c00],
  amber: ['gold', 0xffd700],
  lime: ['yellowgreen', 0x9acd32],
  emerald: ['mediumseagreen', 0x3cb371],
  teal: ['teal', 0x008080],
  sky: ['deepskyblue', 0x00bfff],
  indigo: ['slateblue', 0x6a5acd],
  violet: ['mediumorchid', 0xba55d3],
  pink: ['hotpink', 0xff69b4],
  brown: ['sienna', 0xa0522d],
  slate: ['slategray', 0x708090],
}

/** Returns the palette color nearest to a CSS name or `#rrggbb`; null for other texts. */
export function paletteColor(text: string): Color | null {
  const value = text.trim().toLowerCase()
  const exact = PALETTE.find((color) => color === value || CSS[color][0] === value)
  if (exact) return exact
  const rgb = readHex(value) ?? NAMES.get(value)
  if (rgb === undefined) return null
  return PALETTE.reduce((best, color) =>
    distance(CSS[color][1], rgb) < distance(CSS[best][1], rgb) ? color : best,
  )
}

/** Returns the CSS name of a palette color; null for other texts. */
export function cssColor(color: string): string | null {
  const paletteColor = PALETTE.find((name) => name === color)
  return paletteColor ? CSS[paletteColor][0] : null
}

/** Parses `#rgb`, `#rrggbb` or `#rrggbbaa`, ignoring alpha. */
function readHex(text: string): number | undefined {
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/.exec(text)?.[1]
  if (!digits) return undefined
  return Number.parseInt(digits.length === 3 ? digits.replace(/./g, '$&$&') : digits.slice(0, 6), 16)
}

function distance(a: number, b: number): number {
  const difference = (shift: number) => ((a >> shift) & 255) - ((b >> shift) & 255)
  return difference(16) ** 2 * 2 + difference(8) ** 2 * 4 + difference(0) ** 2 * 3
}

/** Named colors of CSS Color Module Level 4 §6.1. */
const NAMES = new Map(
  `aliceblue f0f8ff antiquewhite faebd7 aqua 00ffff aquamarine 7fffd4 azure f0ffff beige f5f5dc bisque ffe4c4
black 000000 blanchedalmond ffebcd blue 0000ff blueviolet 8a2be2 brown a52a2a burlywood deb887 cadetblue 5f9ea0
chartreuse 7fff00 chocolate d2691e coral ff7f50 cornflowerblue 6495ed cornsilk fff8dc crimson dc143c cyan 00ffff
darkblue 00008b darkcyan 008b8b darkgoldenrod b8860b darkgray a9a9a9 darkgreen 006400 darkgrey a9a9a9
darkkhaki bdb76b darkmagenta 8b008b darkolivegreen 556b2f darkorchid 9932cc darkred 8b0000 darksalmon e9967a
darkseagreen 8fbc8f darkslateblue 483d8b darkslategray 2f4f4f darkslategrey 2f4f4f darkturquoise 00ced1
darkviolet 9400d3 deeppink ff1493 dimgray 696969 dimgrey 696969 dodgerblue 1e90ff firebrick b22222
floralwhite fffaf0 forestgreen 228b22 fuchsia ff00ff gainsboro dcdcdc ghostwhite f8f8ff goldenrod daa520
gray 808080 green 008000 greenyellow adff2f grey 808080 honeydew f0fff0 indianred cd5c5c indigo 4b0082
ivory fffff0 khaki f0e68c lavender e6e6fa lavenderblush fff0f5 lawngreen 7cfc00 lemonchiffon fffacd
lightblue add8e6 lightcoral f08080 lightcyan e0ffff lightgoldenrodyellow fafad2 lightgray d3d3d3
lightgreen 90ee90 lightgrey d3d3d3 lightpink ffb6c1 lightsalmon ffa07a lightseagreen 20b2aa lightskyblue 87cefa
lightslategray 778899 lightslategrey 778899 lightsteelblue b0c4de lightyellow ffffe0 lime 00ff00 limegreen 32cd32
linen faf0e6 magenta ff00ff maroon 800000 mediumaquamarine 66cdaa mediumblue 0000cd mediumpurple 9370db
mediumslateblue 7b68ee mediumspringgreen 00fa9a mediumturquoise 48d1cc mediumvioletred c71585 midnightblue 191970
mintcream f5fffa mistyrose ffe4e1 moccasin ffe4b5 navajowhite ffdead navy 000080 oldlace fdf5e6 olive 808000
olivedrab 6b8e23 orange ffa500 orangered ff4500 orchid da70d6 palegoldenrod eee8aa palegreen 98fb98
paleturquoise afeeee palevioletred db7093 papayawhip ffefd5 peachpuff ffdab9 peru cd853f plum dda0dd
powderblue b0e0e6 purple 800080 rebeccapurple 663399 red ff0000 rosybrown bc8f8f royalblue 4169e1
saddlebrown 8b4513 salmon fa8072 sandybrown f4a460 seagreen 2e8b57 seashell fff5ee silver c0c0c0 skyblue 87ceeb
slategrey 708090 snow fffafa springgreen 00ff7f steelblue 4682b4 tan d2b48c thistle d8bfd8 turquoise 40e0d0
violet ee82ee wheat f5deb3 white ffffff whitesmoke f5f5f5 yellow ffff00`
    .match(/\S+ \S+/g)!
    .map((pair): [string, number] => [pair.split(' ')[0]!, Number.parseInt(pair.split(' ')[1]!, 16)]),
)
