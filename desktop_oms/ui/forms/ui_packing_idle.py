# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'packing_idle.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QDate, QDateTime, QLocale,
    QMetaObject, QObject, QPoint, QRect,
    QSize, QTime, QUrl, Qt)
from PySide6.QtGui import (QBrush, QColor, QConicalGradient, QCursor,
    QFont, QFontDatabase, QGradient, QIcon,
    QImage, QKeySequence, QLinearGradient, QPainter,
    QPalette, QPixmap, QRadialGradient, QTransform)
from PySide6.QtWidgets import (QApplication, QHBoxLayout, QSizePolicy, QVBoxLayout,
    QWidget)

from desktop_oms.ui.widgets.pack_band import VerdictBand
from desktop_oms.ui.widgets.pack_cards import StatCard
from desktop_oms.ui.widgets.pack_idle import IdleCard

class Ui_PackingIdle(object):
    def setupUi(self, PackingIdle):
        if not PackingIdle.objectName():
            PackingIdle.setObjectName(u"PackingIdle")
        PackingIdle.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.idleLayout = QVBoxLayout(PackingIdle)
        self.idleLayout.setSpacing(12)
        self.idleLayout.setObjectName(u"idleLayout")
        self.idleLayout.setContentsMargins(0, 0, 0, 0)
        self.idleBand = VerdictBand(PackingIdle)
        self.idleBand.setObjectName(u"idleBand")

        self.idleLayout.addWidget(self.idleBand)

        self.idleCard = IdleCard(PackingIdle)
        self.idleCard.setObjectName(u"idleCard")

        self.idleLayout.addWidget(self.idleCard)

        self.statLayout = QHBoxLayout()
        self.statLayout.setSpacing(12)
        self.statLayout.setObjectName(u"statLayout")
        self.statLayout.setContentsMargins(0, 0, 0, 0)
        self.statPacked = StatCard(PackingIdle)
        self.statPacked.setObjectName(u"statPacked")

        self.statLayout.addWidget(self.statPacked)

        self.statFirst = StatCard(PackingIdle)
        self.statFirst.setObjectName(u"statFirst")

        self.statLayout.addWidget(self.statFirst)

        self.statSecond = StatCard(PackingIdle)
        self.statSecond.setObjectName(u"statSecond")

        self.statLayout.addWidget(self.statSecond)

        self.statOther = StatCard(PackingIdle)
        self.statOther.setObjectName(u"statOther")

        self.statLayout.addWidget(self.statOther)

        self.statLayout.setStretch(0, 1)
        self.statLayout.setStretch(1, 1)
        self.statLayout.setStretch(2, 1)
        self.statLayout.setStretch(3, 1)

        self.idleLayout.addLayout(self.statLayout)

        self.idleLayout.setStretch(1, 1)

        self.retranslateUi(PackingIdle)

        QMetaObject.connectSlotsByName(PackingIdle)
    # setupUi

    def retranslateUi(self, PackingIdle):
        pass
    # retranslateUi

