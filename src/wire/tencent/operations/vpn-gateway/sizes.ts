import * as t from '../../../../operations/wire-type.ts'

/** Sizes, in Mbps, with the names that the cloud has for them. */
export const sizes = [
  { bandwidth: 5, cname: '微小型', name: 'cdmini' },
  { bandwidth: 10, cname: '小型', name: 'cdsmall' },
  { bandwidth: 20, cname: '中型', name: 'cdmiddle' },
  { bandwidth: 50, cname: '大型', name: 'cdlarge' },
  { bandwidth: 100, cname: '超大型', name: 'cdsuperLarge' },
  { bandwidth: 200, cname: '超大型2', name: 'cdsuperLarge2' },
  { bandwidth: 500, cname: '超大型3', name: 'cdsuperLarge3' },
  { bandwidth: 1000, cname: '超大型4', name: 'cdsuperLarge4' },
  { bandwidth: 3000, cname: '超大型5', name: 'cdsuperLarge5' },
] as const

export const bandwidths = t.integerOneOf(...sizes.map(({ bandwidth }) => bandwidth))

export type Size = (typeof sizes)[number]
