/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA22R0U7DMAxFf6XsqZHcMZ6ATAUBe4YPQEhJUw8CTdwl6RhU+XfSwNiQeLqKc8+1bGvTkwvjTSF9gbCaJMDDJBbeJnFx7cjM5qeKrKcOK2oXF+Z80c5f/Wz5g8vJqYEmkbAJk9IevKP+43YIgWzVbKxuLrfvmd1KV/iaSgaqLsdONthxAqmC5yqy+qpcgE/GnWdlgFG96K51aPnjvs5KCWNKRS42g8YgwOvP9PBGdp2AmXRaVjl2lnJ/+QOuYbTSJMKQQxFZZHD4xNSyk97fZ0dPPW3RCeg7qdCgDVw0lGYyBdpW/Jfu/gQkZDiyqbmRfVmOAXeBI2i/kvYZHQ2eh/rkDHp0a3KGu+NFsNIeZ4brnFrpgKZoMy++G+WSALI3Kmiy3B0aYwRkadLIniJb4i6fT+Wzx+UXiIo5Zw0CAAA=";
export default content;
