/** Sources: FortiOS' CLI reference and schemas, Junos' statement references, PAN-OS' set commands. */
import type { Grammar } from '../grammar.ts'

const hash = '(md5|sha1|sha256|sha384|sha512)'
const forti = '(des|3des|aes128|aes192|aes256)'
const fortiGroups = '(1|2|5|14|15|16|19|20|21)'

export const fortigate: Grammar = {
  indent: '    ',
  comment: '#',
  key: '0x(?:[0-9a-f]{2})+',
  files: {
    'fortigate.conf': `
config vpn ipsec phase1-interface
  edit {quoted}
    set interface {quoted}
    set ike-version (1|2)
    set mode (main|aggressive)
    set local-gw {address}
    set remote-gw {address}
    set peertype (any|one)
    set peerid "{identity}"
    set localid-type (address|fqdn|user-fqdn)
    set localid "{identity}"
    set proposal ${forti}-${hash}
    set proposal (aes128gcm|aes256gcm)-prf${hash}
    set dhgrp ${fortiGroups}
    set keylife {n}
    set psksecret {key}
    set dpd (on-idle|disable)
    set dpd-retrycount {n}
    set dpd-retryinterval {n}
    set nattraversal (enable|disable)
    set auto-negotiate (enable|disable)
    set net-device disable
  next
end
config vpn ipsec phase2-interface
  edit {quoted}
    set phase1name {quoted}
    set proposal ${forti}-${hash}
    set proposal null-${hash}
    set proposal (aes128gcm|aes256gcm)
    set pfs (enable|disable)
    set dhgrp ${fortiGroups}
    set keylife-type (seconds|both)
    set keylifeseconds {n}
    set keylifekbs {n}
    set auto-negotiate (enable|disable)
    set src-subnet {address} {mask}
    set dst-subnet {address} {mask}
  next
end
config system interface
  edit {quoted}
    set ip {address} 255.255.255.255
    set remote-ip {address} 255.255.255.252
    set tcp-mss 1360
  next
end
config router static
  edit 0
    set dst {address} {mask}
    set device {quoted}
    set blackhole enable
    set distance {n}
  next
end
config firewall policy
  edit 0
    set name {quoted}
    set srcintf {quoted}
    set dstintf {quoted}
    set srcaddr "all"
    set dstaddr "all"
    set action accept
    set schedule "always"
    set service "ALL"
  next
end
config router prefix-list
  edit {quoted}
    config rule
      edit {n}
        set prefix {address} {mask}
        unset ge
        unset le
      next
    end
  next
end
config router route-map
  edit {quoted}
    config rule
      edit {n}
        set set-local-preference {n}
        set match-ip-address {quoted}
        set set-aspath "{n}"
      next
    end
  next
end
config router bgp
  set as {n}
  set router-id {address}
  config neighbor
    edit {quoted}
      set remote-as {n}
      set update-source {quoted}
      set keep-alive-timer {n}
      set holdtime-timer {n}
      set route-map-in {quoted}
      set route-map-out {quoted}
    next
  end
  config network
    edit {n}
      set prefix {address} {mask}
    next
  end
end
`,
  },
}

const junosGroups = '(group1|group2|group5|group14|group15|group16|group19|group20|group21|group24)'

export const juniper: Grammar = {
  indent: '',
  comment: '#',
  key: 'hexadecimal (?:[0-9a-f]{2})+',
  files: {
    'juniper.set': `
set security ike proposal {name} authentication-method pre-shared-keys
set security ike proposal {name} dh-group ${junosGroups}
set security ike proposal {name} authentication-algorithm (md5|sha1|sha-256|sha-384|sha-512)
set security ike proposal {name} encryption-algorithm (des-cbc|3des-cbc|aes-128-cbc|aes-192-cbc|aes-256-cbc|aes-128-gcm|aes-256-gcm)
set security ike proposal {name} lifetime-seconds {n}
set security ike policy {name} mode (main|aggressive)
set security ike policy {name} proposals {name}
set security ike policy {name} pre-shared-key {key}
set security ike gateway {name} ike-policy {name}
set security ike gateway {name} address {address}
set security ike gateway {name} local-address {address}
set security ike gateway {name} external-interface {word}
set security ike gateway {name} version (v1-only|v2-only)
set security ike gateway {name} (local-identity|remote-identity) (inet|hostname|user-at-hostname) {identity}
set security ike gateway {name} dead-peer-detection always-send
set security ike gateway {name} dead-peer-detection (interval|threshold) {n}
set security ike gateway {name} no-nat-traversal
set security ipsec proposal {name} protocol esp
set security ipsec proposal {name} authentication-algorithm (hmac-md5-96|hmac-sha1-96|hmac-sha-256-128|hmac-sha-384|hmac-sha-512)
set security ipsec proposal {name} encryption-algorithm (des-cbc|3des-cbc|aes-128-cbc|aes-192-cbc|aes-256-cbc|aes-128-gcm|aes-192-gcm|aes-256-gcm)
set security ipsec proposal {name} (lifetime-seconds|lifetime-kilobytes) {n}
set security ipsec policy {name} perfect-forward-secrecy keys ${junosGroups}
set security ipsec policy {name} proposals {name}
set security ipsec vpn {name} bind-interface st0.{n}
set security ipsec vpn {name} ike (gateway|ipsec-policy) {name}
set security ipsec vpn {name} traffic-selector {name} local-ip {prefix} remote-ip {prefix}
set security ipsec vpn {name} establish-tunnels (immediately|on-traffic)
set interfaces st0 unit {n} family inet
set interfaces st0 unit {n} family inet address {address}/30
set interfaces st0 unit {n} family inet mtu 1400
set security zones security-zone {word} interfaces st0.{n}
set security zones security-zone {word} interfaces st0.{n} host-inbound-traffic protocols bgp
set security zones security-zone {word} host-inbound-traffic system-services ike
set security flow tcp-mss ipsec-vpn mss 1360
set routing-options static route {prefix} qualified-next-hop st0.{n} preference {n}
set policy-options prefix-list {name} {prefix}
set policy-options policy-statement {name} then local-preference {n}
set policy-options policy-statement {name} then accept
set policy-options policy-statement {name} term own from prefix-list {name}
set policy-options policy-statement {name} term own then as-path-prepend {n}
set policy-options policy-statement {name} term own then accept
set policy-options policy-statement {name} term rest then reject
set protocols bgp group {name} type external
set protocols bgp group {name} local-as {n}
set protocols bgp group {name} local-address {address}
set protocols bgp group {name} hold-time {n}
set protocols bgp group {name} (import|export) {name}
set protocols bgp group {name} neighbor {address} peer-as {n}
`,
  },
}

const panGroups = '(group1|group2|group5|group14|group15|group16|group19|group20|group21)'
const panCiphers = 'des|3des|aes-128-cbc|aes-192-cbc|aes-256-cbc|aes-128-gcm|aes-256-gcm'
const router = 'set network virtual-router {word}'

export const panOs: Grammar = {
  indent: '',
  comment: '#',
  key: '"[^"\\\\\\n]*"',
  files: {
    'pan-os.set': `
set network ike crypto-profiles ike-crypto-profiles {name} hash ${hash}
set network ike crypto-profiles ike-crypto-profiles {name} dh-group ${panGroups}
set network ike crypto-profiles ike-crypto-profiles {name} encryption (${panCiphers})
set network ike crypto-profiles ike-crypto-profiles {name} lifetime (seconds|minutes) {n}
set network ike crypto-profiles ipsec-crypto-profiles {name} esp encryption (${panCiphers}|null)
set network ike crypto-profiles ipsec-crypto-profiles {name} esp authentication (md5|sha1|sha256|sha384|sha512|none)
set network ike crypto-profiles ipsec-crypto-profiles {name} dh-group ${panGroups}
set network ike crypto-profiles ipsec-crypto-profiles {name} dh-group no-pfs
set network ike crypto-profiles ipsec-crypto-profiles {name} lifetime (seconds|minutes) {n}
set network ike crypto-profiles ipsec-crypto-profiles {name} lifesize kb {n}
set network ike gateway {name} protocol version (ikev1|ikev2)
set network ike gateway {name} protocol (ikev1|ikev2) ike-crypto-profile {name}
set network ike gateway {name} protocol ikev1 exchange-mode (main|aggressive)
set network ike gateway {name} protocol (ikev1|ikev2) dpd enable (yes|no)
set network ike gateway {name} protocol (ikev1|ikev2) dpd interval {n}
set network ike gateway {name} protocol ikev1 dpd retry {n}
set network ike gateway {name} authentication pre-shared-key key {key}
set network ike gateway {name} local-address interface {word}
set network ike gateway {name} (local-address|peer-address) ip {address}
set network ike gateway {name} (local-id|peer-id) type (ipaddr|fqdn|ufqdn) id {identity}
set network ike gateway {name} protocol-common nat-traversal enable (yes|no)
set network ike gateway {name} protocol-common passive-mode no
set network tunnel ipsec {name} auto-key ike-gateway {name}
set network tunnel ipsec {name} auto-key ipsec-crypto-profile {name}
set network tunnel ipsec {name} auto-key proxy-id {name} local {prefix} remote {prefix} protocol any
set network tunnel ipsec {name} tunnel-interface tunnel.{n}
set network interface tunnel units tunnel.{n} ip {address}/30
set network interface tunnel units tunnel.{n} mtu 1400
set zone {word} network layer3 tunnel.{n}
${router} interface tunnel.{n}
${router} routing-table ip static-route {name} destination {prefix}
${router} routing-table ip static-route {name} interface tunnel.{n}
${router} routing-table ip static-route {name} metric {n}
${router} protocol bgp enable yes
${router} protocol bgp router-id {address}
${router} protocol bgp local-as {n}
${router} protocol bgp install-route yes
${router} protocol bgp redist-rules {prefix} enable yes
${router} protocol bgp peer-group {name} type ebgp
${router} protocol bgp peer-group {name} peer {name} enable yes
${router} protocol bgp peer-group {name} peer {name} peer-as {n}
${router} protocol bgp peer-group {name} peer {name} local-address interface tunnel.{n}
${router} protocol bgp peer-group {name} peer {name} local-address ip {address}/30
${router} protocol bgp peer-group {name} peer {name} peer-address ip {address}
${router} protocol bgp peer-group {name} peer {name} connection-options (hold-time|keep-alive-interval) {n}
${router} protocol bgp policy (import|export) rules {name} enable yes
${router} protocol bgp policy (import|export) rules {name} used-by {name}
${router} protocol bgp policy import rules {name} action allow update local-preference {n}
${router} protocol bgp policy export rules {name} match address-prefix {prefix} exact yes
${router} protocol bgp policy export rules {name} action allow
${router} protocol bgp policy export rules {name} action allow update as-path prepend 1
`,
  },
}
