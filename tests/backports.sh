#!/bin/sh
# Put LibreOffice of bookworm-backports beside the installed one, as root on Debian 12:   sh tests/backports.sh
# Then run what should see it in place of the installed one:   /opt/lo25/run .venv/bin/python -m pytest ...
# Client and LibreOffice must be of one version: a Python with the UNO of 7.4 loses the connection to 25.2.
set -e
PLACE=${1:-/opt/lo25}
mkdir -p "$PLACE/apt/lists/partial" "$PLACE/apt/cache/archives/partial" "$PLACE/debs" "$PLACE/root"
cd "$PLACE"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian bookworm-backports main" >apt/sources.list
apt() { apt-get -o Dir::Etc::sourcelist="$PLACE/apt/sources.list" -o Dir::State::lists="$PLACE/apt/lists" -o Dir::Cache="$PLACE/apt/cache" -qq "$@"; }
apt update
apt install --print-uris -y --no-install-recommends -t bookworm-backports libreoffice-calc python3-uno libreoffice-l10n-zh-cn |
  cut -d"'" -f2 | while read -r address; do
    file="debs/$(basename "$address")"
    [ -f "$file" ] || curl -sSf -o "$file" "$address"
    dpkg -x "$file" root
  done
cp root/usr/lib/libreoffice/share/.registry/main.xcd root/etc/libreoffice/registry/ # as the package does when it is installed
cat >run <<RUN
#!/bin/sh
exec unshare --mount sh -c '
mount -t overlay overlay -o lowerdir=$PLACE/root/usr:/usr /usr &&
mount -t overlay overlay -o lowerdir=$PLACE/root/etc:/etc /etc &&
mount --bind $PLACE/root/usr/lib/libreoffice /usr/lib/libreoffice &&
mount --bind $PLACE/root/usr/share/libreoffice /usr/share/libreoffice &&
exec "\$@"' sh "\$@"
RUN
chmod +x run
