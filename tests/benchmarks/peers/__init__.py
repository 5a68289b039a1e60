"""The engines of the contest behind one face, `peer.Peer`; ours is one of them."""
