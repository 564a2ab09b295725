# The first program of the guest, after /proc, /run and the like are there. Its disk holds guest.mjs and reporter.mjs.
echo 1 >/proc/sys/kernel/printk
modprobe -a esp4 xfrm_user xfrm_interface veth tun gcm des_generic md5 bridge sch_tbf nf_tables
# The clock jumps over all that is waited for, and with it over a time limit: nothing is to come from the disk later.
find /usr/bin /usr/sbin /usr/local/bin /usr/lib /usr/libexec /libreswan /tests -xdev -type f -exec cat {} + >/dev/null 2>&1
ip link set lo up
cd /tmp || exit
echo 'culvert-guest: begins'
# What the kernel does not know of its command line is the environment here: CULVERT_…
node --test-reporter=/tests/reporter.mjs /tests/guest.mjs
echo "culvert-guest: ended with $?"
echo o >/proc/sysrq-trigger
sleep 10
