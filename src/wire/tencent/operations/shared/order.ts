/** In which order a list is shown: OrderField and OrderDirection. */
import { optional, withDefault } from '../../../../operations/field.ts'
import * as t from '../../../../operations/wire-type.ts'

type Orders<View> = Readonly<Record<string, (view: View) => string | number>>

const noFilter = 'it says in which order what is found is shown'

export const orderFields = <View>(orders: Orders<View>) => ({
  OrderField: optional(t.word(...Object.keys(orders)), { noFilter, defaultText: 'in that of their making' }),
  OrderDirection: withDefault(t.word('ASC', 'DESC'), 'ASC', { noFilter }),
})

export function inOrderOf<View>(
  views: readonly View[],
  orders: Orders<View>,
  { OrderField, OrderDirection }: { readonly OrderField: string | undefined; readonly OrderDirection: 'ASC' | 'DESC' },
): readonly View[] {
  const read = orders[OrderField ?? '']
  if (read === undefined) return views
  const sign = OrderDirection === 'ASC' ? 1 : -1
  return views.toSorted((a, b) => {
    const [one, other] = [read(a), read(b)]
    return one === other ? 0 : one < other ? -sign : sign
  })
}
