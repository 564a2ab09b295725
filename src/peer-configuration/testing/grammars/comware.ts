/** Comware and VRP, whose languages are near to one another. Sources: H3C's and Huawei's command references. */
import type { Grammar } from '../grammar.ts'

const shared = `
route-policy {name} permit node {n}
  apply local-preference {n}`

export const h3c: Grammar = {
  indent: ' ',
  comment: '#',
  key: '[\\x21-\\x3e\\x40-\\x7e]+',
  files: {
    'h3c.txt': `
ike proposal {n}
  authentication-method pre-share
  encryption-algorithm (des-cbc|3des-cbc|aes-cbc-128|aes-cbc-192|aes-cbc-256)
  authentication-algorithm (md5|sha|sha256|sha384|sha512)
  dh (group1|group2|group5|group14|group15|group24)
  sa duration {n}
ike keychain {name}
  match local address {address}
  pre-shared-key address {address} 255.255.255.255 key simple {key}
ike profile {name}
  keychain {name}
  proposal {n}
  exchange-mode (main|aggressive)
  local-identity address {address}
  local-identity (fqdn|user-fqdn) {identity}
  match remote identity address {address} 255.255.255.255
  match remote identity (fqdn|user-fqdn) {identity}
  match local address {address}
  dpd interval {n} retry {n} periodic
ikev2 proposal {name}
  encryption (des-cbc|3des-cbc|aes-cbc-128|aes-cbc-192|aes-cbc-256)
  integrity (md5|sha1|sha256|sha384|sha512)
  prf (md5|sha1|sha256|sha384|sha512)
  dh (group1|group2|group5|group14|group15|group19|group20|group24)
ikev2 policy {name}
  proposal {name}
  match local address {address}
ikev2 keychain {name}
  peer {name}
    address {address} 255.255.255.255
    pre-shared-key plaintext {key}
ikev2 profile {name}
  authentication-method (local|remote) pre-share
  keychain {name}
  identity local address {address}
  identity local (fqdn|email) {identity}
  match remote identity address {address} 255.255.255.255
  match remote identity (fqdn|email) {identity}
  match local address {address}
  sa duration {n}
  dpd interval {n} periodic
ipsec transform-set {name}
  encapsulation-mode tunnel
  protocol esp
  esp encryption-algorithm (des-cbc|3des-cbc|aes-cbc-128|aes-cbc-192|aes-cbc-256|gcm-128|gcm-192|gcm-256|null)
  esp authentication-algorithm (md5|sha1|sha256|sha384|sha512)
  pfs (dh-group1|dh-group2|dh-group5|dh-group14|dh-group15|dh-group19|dh-group20|dh-group24)
  undo pfs
ipsec profile {name} isakmp
  transform-set {name}
  (ike-profile|ikev2-profile) {name}
  sa duration (time-based|traffic-based) {n}
interface tunnel {n} mode ipsec
  ip address {address} 255.255.255.252
  ip address unnumbered interface {word}
  mtu 1400
  tcp mss 1360
  source {address}
  destination {address}
  tunnel protection ipsec profile {name}
ip route-static {address} {mask} tunnel {n} preference {n}
acl advanced {n}
  rule {n} permit ip source {address} {mask} destination {address} {mask}
ipsec policy {name} {n} isakmp
  security acl {n}
  local-address {address}
  remote-address {address}
  transform-set {name}
  (ike-profile|ikev2-profile) {name}
  sa duration (time-based|traffic-based) {n}
interface {word}
  ipsec apply policy {name}
ip prefix-list {name} index {n} permit {address} {n}
${shared}
  if-match ip address prefix-list {name}
  apply as-path {n}
bgp {n}
  router-id {address}
  peer {address} as-number {n}
  peer {address} timer keepalive {n} hold {n}
  address-family ipv4 unicast
    network {address} {mask}
    peer {address} enable
    peer {address} route-policy {name} (import|export)
`,
  },
}

const groups = '(group1|group2|group5|group14|group15|group16|group19|group20|group21)'

export const huawei: Grammar = {
  indent: ' ',
  comment: '#',
  key: '[\\x21\\x23-\\x3e\\x40-\\x7e]+|"[\\x20\\x21\\x23-\\x7e]+"',
  files: {
    'huawei.txt': `
ike proposal {n}
  encryption-algorithm (des|3des|aes-128|aes-192|aes-256)
  dh ${groups}
  authentication-algorithm (md5|sha1|sha2-256|sha2-384|sha2-512)
  integrity-algorithm (hmac-md5-96|hmac-sha1-96|hmac-sha2-256|hmac-sha2-384|hmac-sha2-512)
  prf (hmac-md5|hmac-sha1|hmac-sha2-256|hmac-sha2-384|hmac-sha2-512)
  authentication-method pre-share
  sa duration {n}
ike peer {name}
  undo version (1|2)
  exchange-mode (main|aggressive)
  pre-shared-key {key}
  ike-proposal {n}
  local-address {address}
  remote-address {address}
  (local-id-type|remote-id-type) (ip|fqdn|user-fqdn)
  (local-id|remote-id) {identity}
  dpd type periodic
  dpd (idle-time|retransmit-interval) {n}
  nat traversal
  undo nat traversal
ipsec proposal {name}
  esp authentication-algorithm (md5|sha1|sha2-256|sha2-384|sha2-512)
  esp encryption-algorithm (des|3des|aes-128|aes-192|aes-256|aes-128-gcm-128|aes-192-gcm-128|aes-256-gcm-128)
  undo esp encryption-algorithm
ipsec profile {name}
  ike-peer {name}
  proposal {name}
  pfs dh-${groups}
  sa duration (time-based|traffic-based) {n}
interface Tunnel{n}
  ip address {address} 255.255.255.252
  ip address unnumbered interface {word}
  tunnel-protocol ipsec
  source {address}
  destination {address}
  mtu 1400
  tcp adjust-mss 1360
  ipsec profile {name}
ip route-static {address} {mask} Tunnel{n} preference {n}
acl number {n}
  rule {n} permit ip source {address} {mask} destination {address} {mask}
ipsec policy {name} {n} isakmp
  security acl {n}
  ike-peer {name}
  proposal {name}
  pfs dh-${groups}
  sa duration (time-based|traffic-based) {n}
  sa trigger-mode auto
interface {word}
  ipsec policy {name}
ip ip-prefix {name} index {n} permit {address} {n}
${shared}
  if-match ip-prefix {name}
  apply as-path {n} additive
bgp {n}
  router-id {address}
  peer {address} as-number {n}
  peer {address} timer keepalive {n} hold {n}
  ipv4-family unicast
    network {address} {mask}
    peer {address} enable
    peer {address} route-policy {name} (import|export)
`,
  },
}
